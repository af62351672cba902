import { expect, test } from './fixtures/launch.ts';

test('by keyboard alone: skip link, palette, start the site, list, gateway, back up, theme', async ({
  launch,
}) => {
  const { page, pageErrors } = await launch({ colorScheme: 'light' });
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome' })).toBeVisible();

  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  const find = page.getByRole('textbox', { name: 'Find a gateway, an action or a screen' });
  const run = async (words: string) => {
    await page.keyboard.press('ControlOrMeta+k');
    await expect(find).toBeFocused();
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
    await expect(find).toBeHidden();
  };
  await run('start the local');
  await expect(page.getByRole('heading', { level: 1, name: 'Site' })).toBeVisible();
  await expect(page.getByRole('status').getByText('running', { exact: true })).toBeVisible();

  await run('the list');
  await expect(page.getByRole('heading', { level: 1, name: 'Gateways' })).toBeVisible();
  const row = page.getByRole('row').nth(1);
  await expect(row).toBeVisible();
  await page.keyboard.press('j');
  await expect(row).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Overview' })).toBeVisible();

  await run('back up');
  await expect(page.getByRole('heading', { name: / backed up$/ })).toBeVisible();

  await run('reboot');
  await expect(page.getByRole('dialog')).toBeVisible();
  // Enter by accident reboots nothing.
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  await run('dark theme');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  expect(pageErrors).toEqual([]);
});

test('a file dropped where nothing takes it does not replace the screens', async ({ launch }) => {
  const { page } = await launch();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const prevented = await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'], 'notes.txt'));
    const drop = new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true });
    document.body.dispatchEvent(drop);
    return drop.defaultPrevented;
  });
  expect(prevented).toBe(true);
});
