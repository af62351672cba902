import { findAccessibilityProblems } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/launch.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`first start, ${colorScheme}: the first screen is there, quiet and accessible`, async ({ launch }) => {
    const { page, pageErrors } = await launch({ colorScheme });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('navigation').first()).toBeVisible();
    // The offer itself, not its skeleton: the host has answered.
    await expect(page.getByRole('main').getByRole('button').first()).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    expect(await findAccessibilityProblems(page)).toEqual([]);
    expect(pageErrors).toEqual([]);
  });
}

test('the address bar keeps no token', async ({ launch }) => {
  const { page, surface } = await launch();
  test.skip(surface === 'desktop', 'app:// needs no token');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(page.url()).not.toContain('token');
});

test('the workbench comes back on the same data', async ({ launch }) => {
  const workbench = await launch();
  await expect(workbench.page.getByRole('heading', { level: 1 })).toBeVisible();
  const page = await workbench.restart();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(workbench.pageErrors).toEqual([]);
});
