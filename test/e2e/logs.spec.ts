import type { Activity, LogEntry } from '#shared/gateway-api/management-api.ts';
import { findAccessibilityProblems } from './fixtures/accessibility.ts';
import { addGateway, openTab, type StandAloneGateway, startGateway } from './fixtures/gateway.ts';
import { expect, test } from './fixtures/launch.ts';

let gateway: StandAloneGateway;
test.beforeEach(async () => {
  gateway = await startGateway({ name: 'boiler-room' });
});
test.afterEach(() => gateway.stop());

/** Facts stand apart from the words of a line; its last word is enough to find it. */
const lastWord = (entry: LogEntry | undefined): string => entry?.message.split(' ').at(-1) ?? 'none';

const lines = async () =>
  (await gateway.api<{ logs: LogEntry[] }>('GET', '/api/v1/system/logs?lines=500')).logs;
const activities = async () =>
  (await gateway.api<{ activities: Activity[] }>('GET', '/api/v1/system/activity?limit=500')).activities;

test('logs: the last line is what the gateway wrote last; follow shows new ones; emptied means empty', async ({
  launch,
}) => {
  const { page, pageErrors } = await launch();
  await addGateway(page, gateway);
  await openTab(page, 'Logs');
  const last = (await lines()).at(-1);
  expect(last).toBeDefined();
  await expect(page.getByText(lastWord(last)).last()).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Follow' })).toBeChecked();
  expect(await findAccessibilityProblems(page)).toEqual([]);

  const restarted = 'restartGateway';
  const instances = await gateway.api<Record<string, { id: string }>>(
    'GET',
    '/peers/supervision/gateways/getGateways',
  );
  const [instance] = Object.keys(instances);
  const before = (await lines()).length;
  await gateway.api('POST', `/peers/supervision/gateways/${restarted}`, { gateway: instance });
  await expect.poll(async () => (await lines()).length).toBeGreaterThan(before);
  const newest = (await lines()).at(-1);
  await expect(page.getByText(lastWord(newest)).last()).toBeVisible();

  const search = page.getByRole('textbox', { name: 'Search the lines' });
  await search.fill('no line says this');
  await expect(page.getByRole('status').filter({ hasText: 'none' })).toBeVisible();
  await search.fill('');

  await page.getByRole('button', { name: /^Empty / }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Empty / })
    .click();
  await expect.poll(async () => (await activities())[0]).toMatchObject({ type: 'log', user: 'admin' });
  expect((await lines()).map(({ message }) => message)).not.toContain(last?.message);
  expect(pageErrors).toEqual([]);
});

test('activity: who did what, as the gateway keeps it', async ({ launch }) => {
  const { page, pageErrors } = await launch();
  await addGateway(page, gateway);
  await gateway.api('POST', '/system/snapshots', { label: 'for the log' });
  await openTab(page, 'Activity');
  const kept = await activities();
  expect(kept.map(({ type }) => type)).toEqual(expect.arrayContaining(['session', 'snapshot']));
  const snapshot = kept.find(({ type }) => type === 'snapshot');
  await expect(page.getByText(snapshot?.target ?? 'none').first()).toBeVisible();
  expect(await findAccessibilityProblems(page)).toEqual([]);

  const download = page.waitForEvent('download');
  await page
    .getByRole('button', { name: /export|save/i })
    .first()
    .click();
  const json = page.getByRole('menuitem', { name: /json/i });
  if (await json.isVisible().catch(() => false)) await json.click();
  const saved = await (await download).createReadStream();
  let text = '';
  for await (const chunk of saved) text += String(chunk);
  expect(text).toContain(snapshot?.id ?? 'none');
  expect(pageErrors).toEqual([]);
});
