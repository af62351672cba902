import type { Page } from '@playwright/test';
import type { RecipeRunState } from '#shared/bridge/recipes.ts';
import { failure } from '#shared/errors/failure.ts';
import { noRecipes } from '../../fakes/fake-recipe-handlers.ts';
import {
  asking,
  completed,
  failed,
  recipes,
  run,
  runId,
  sending,
  serial,
  stepping,
} from './recovery-fixtures.ts';
import { later, press, type Rest, type Scenario, shot } from './scenario.ts';

const list = '#/recovery';
const loadImage = '#/recovery/shipped/u-boot-loady.yaml';
const checkLinux = '#/recovery/shipped/linux-login-check.yaml';
const runPlace = `#/recovery/run/${runId}`;

const knowing = (runs: RecipeRunState[] = [], rest: Rest = {}): Rest => ({
  ...rest,
  state: { recipes: { recipes, runs }, serial, ...rest.state },
});

const lost = async (page: Page) => {
  await page
    .locator('main')
    .getByRole('heading')
    .first()
    .or(page.locator('main li').first())
    .first()
    .waitFor();
  await page.evaluate(() => window.dispatchEvent(new Event('fake-host-lost')));
  await page.waitForTimeout(250);
};
const chooseImage = async (page: Page) => {
  await page.locator('input[type=file][aria-label="File: Image"]').setInputFiles({
    name: 'fit-2026.05.itb',
    mimeType: 'application/octet-stream',
    buffer: Buffer.alloc(64),
  });
  await page.waitForTimeout(250);
};
const search = (words: string) => async (page: Page) => {
  await page.getByRole('textbox', { name: 'Search the recipes' }).fill(words);
};

const unreadable = failure('WORKBENCH_INTERNAL', {}, 'EACCES: recipes');

/** Recovery recipes, in every state. */
export const recoveryScenarios: readonly Scenario[] = [
  shot('recovery', list, knowing()),
  shot('recovery-runs', list, knowing([sending, { ...failed, id: runId.replace('aa', 'ab') }])),
  shot('recovery-search', list, knowing(), search('u-boot')),
  shot('recovery-nothing-found', list, knowing(), search('powerpc tftp')),
  shot('recovery-empty', list, { state: { recipes: noRecipes() } }),
  shot('recovery-loading', list, { silent: ['recipes.list', 'recipes.runs'] }),
  shot('recovery-error', list, knowing([], { failing: { 'recipes.list': unreadable } }), later),
  shot('recovery-lost', list, knowing(), lost),
  shot('recovery-recipe', loadImage, knowing()),
  shot('recovery-recipe-steps', loadImage, knowing(), press('What it does, step by step')),
  shot('recovery-recipe-file', loadImage, knowing(), chooseImage),
  shot('recovery-recipe-problems', loadImage, knowing(), async (page) => {
    await page.getByRole('textbox', { name: 'Tries' }).fill('a few');
    await page.getByRole('combobox', { name: 'Serial port' }).fill('');
    await press(/^Start/)(page);
  }),
  shot('recovery-recipe-secret', checkLinux, knowing()),
  shot('recovery-recipe-busy', loadImage, knowing([sending])),
  shot('recovery-recipe-loading', loadImage, { silent: ['recipes.read'] }),
  shot('recovery-recipe-error', '#/recovery/own/gone.yaml', knowing(), later),
  shot('recovery-recipe-lost', loadImage, knowing(), lost),
  shot('recovery-confirm', loadImage, knowing(), async (page) => {
    await chooseImage(page);
    await press(/^Start/)(page);
  }),
  shot(
    'recovery-confirm-failed',
    checkLinux,
    {
      ...knowing(),
      failing: {
        'recipes.start': failure('SERIAL_IN_USE', { port: '/dev/ttyUSB0', program: 'minicom' }),
      },
    },
    async (page) => {
      await press(/^Start/)(page);
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Start/ })
        .click();
      await page.waitForTimeout(250);
    },
  ),
  shot('recovery-run', runPlace, knowing([run(1)])),
  shot('recovery-run-sending', runPlace, knowing([sending])),
  shot('recovery-run-asking', runPlace, knowing([asking])),
  shot('recovery-run-stepping', runPlace, knowing([stepping])),
  shot('recovery-run-lost', runPlace, knowing([sending]), lost),
  shot('recovery-run-unknown', runPlace, knowing()),
  shot('recovery-run-loading', runPlace, { silent: ['recipes.runs'] }),
  shot('recovery-run-error', runPlace, knowing([], { failing: { 'recipes.runs': unreadable } }), later),
  shot('recovery-result', runPlace, knowing([completed])),
  shot('recovery-result-failed', runPlace, knowing([failed])),
  shot('recovery-result-stopped', runPlace, knowing([sending]), press('Stop')),
];
