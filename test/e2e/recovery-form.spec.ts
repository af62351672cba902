import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { recipeText } from '../fakes/recipe-yaml.ts';
import { findAccessibilityProblems } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/launch.ts';
import { type SerialPair, serialPair } from './fixtures/serial-pair.ts';

/** The start form and the end of a run, with a recipe of the user's own on a real port that nobody answers at. */
test.describe.configure({ timeout: 120_000 });

let cable: SerialPair;

test.beforeAll(async () => {
  cable = await serialPair();
});

test.afterAll(() => cable.remove());

const variables = [
  'variables:',
  '  - {name: image, label: Image, kind: file}',
  "  - {name: address, label: Load address, kind: text, pattern: '0x[0-9a-f]+', hint: a hexadecimal address}",
  '  - {name: tries, label: Tries, kind: number, min: 1, max: 10, default: 3}',
];

async function openRecipe(page: Page, dataFolder: string, steps: readonly string[], more = variables) {
  await mkdir(join(dataFolder, 'recipes'), { recursive: true });
  await writeFile(join(dataFolder, 'recipes', 'mine.yaml'), recipeText(steps, more));
  await page.getByRole('link', { name: 'Recovery', exact: true }).click();
  await page.getByRole('link', { name: 'Test', exact: true }).click();
}

test('what does not fit is told at its field before anything is asked, and the focus goes to the first', async ({
  launch,
}) => {
  const { page, dataFolder, pageErrors } = await launch();
  await openRecipe(page, dataFolder, ['{do: say, text: done}']);
  const start = page.getByRole('button', { name: /^Start/ });
  const [port, address, tries] = [
    page.getByRole('combobox', { name: 'Serial port' }),
    page.getByRole('textbox', { name: 'Load address' }),
    page.getByRole('textbox', { name: 'Tries' }),
  ];
  await port.fill(cable.ours);
  await address.fill('here');
  await tries.fill('11');
  await start.click();
  await expect(page.getByRole('button', { name: 'Choose file' })).toBeFocused();
  await expect(page.getByText('It does not fit: a hexadecimal address.')).toBeVisible();
  await expect(page.getByText('It is more than 10.')).toBeVisible();
  expect(await findAccessibilityProblems(page)).toEqual([]);

  const image = { name: 'fit.itb', mimeType: 'application/octet-stream', buffer: Buffer.alloc(64) };
  await page.getByLabel('File: Image').setInputFiles(image);
  await start.click();
  await expect(address).toBeFocused();
  await address.fill('0x40');
  await start.click();
  await expect(tries).toBeFocused();
  await tries.fill('10');
  await start.click();
  await expect(page.getByRole('dialog').getByText(cable.ours).first()).toBeVisible();
  expect(pageErrors).toEqual([]);
});

test('a run that ends while another screen is open says so in the corner and leads back to itself', async ({
  launch,
}) => {
  const { page, dataFolder, pageErrors } = await launch();
  const steps = [
    '{do: confirm, question: Go on?}',
    '{do: expect, timeoutMs: 1500, answers: [{text: never}]}',
  ];
  await openRecipe(page, dataFolder, steps, []);
  await page.getByRole('combobox', { name: 'Serial port' }).fill(cable.ours);
  await page.getByRole('button', { name: /^Start on / }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Start on / })
    .click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  const message = page.getByRole('alert').filter({ hasText: 'Test: failed' });
  await expect(message).toContainText('the board did not say "never"', { timeout: 60_000 });
  // The question was answered where it was asked.
  await expect(page.getByText('Test waits for you')).toHaveCount(0);
  await message.getByRole('link', { name: 'Show the run' }).click();
  await expect(page.getByRole('region', { name: 'Test: failed' })).toBeVisible();
  expect(pageErrors).toEqual([]);
});
