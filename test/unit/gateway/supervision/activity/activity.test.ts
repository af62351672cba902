import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createActivity } from '../../../../../electron/gateway/supervision/activity/activity.ts';
import type { ActivityEntry } from '../../../../../electron/gateway/supervision/activity/record-activity.ts';
import { verifyActivity } from '../../../../../electron/gateway/supervision/activity/verify-activity.ts';
import type { Activity } from '../../../../../shared/gateway-api/management-api.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

const log = pino({ level: 'silent' });
const entry = (target: string, more: Partial<ActivityEntry> = {}): ActivityEntry => ({
  type: 'setting',
  action: 'changed',
  target,
  user: 'admin',
  address: '10.0.0.1',
  ...more,
});

interface Asked {
  limit?: number;
  before?: string;
  type?: Activity['type'];
}

async function open(folder: string, limits?: { maxEntries: number; removeAtOnce: number }) {
  const activity = createActivity({ folder, now: () => 1_000, log, ...(limits && { limits }) });
  onTestFinished(() => activity.close());
  const list = async ({ limit = 100, ...query }: Asked = {}): Promise<Activity[]> => {
    const call = { query: { limit, ...query } } as Parameters<typeof activity.calls.activity>[0];
    const reply = await activity.calls.activity(call);
    return (reply.body as { activities: Activity[] }).activities;
  };
  return { ...activity, list };
}

const alter = (folder: string, statement: string) => {
  const sql = new DatabaseSync(join(folder, 'activity.sqlite'));
  sql.exec(statement);
  sql.close();
};

async function logOf(count: number): Promise<string> {
  const folder = await temporaryFolder();
  const activity = createActivity({ folder, now: Date.now, log });
  for (let i = 1; i <= count; i++) activity.record(entry(`e${i}`));
  activity.close();
  return folder;
}

test('newest first; by type; older than one', async () => {
  const { record, list } = await open(await temporaryFolder());
  record(entry('one'));
  record(entry('two', { type: 'session', details: { tries: 2 } }));
  record(entry('three', { address: null }));
  expect((await list()).map(({ target }) => target)).toEqual(['three', 'two', 'one']);
  expect(await list({ type: 'session' })).toEqual([
    {
      id: 'act-2',
      type: 'session',
      action: 'changed',
      target: 'two',
      user: 'admin',
      timestamp: new Date(1_000).toISOString(),
      details: { tries: 2, address: '10.0.0.1' },
    },
  ]);
  expect((await list({ before: 'act-2' })).map(({ id }) => id)).toEqual(['act-1']);
  expect((await list({ limit: 1 })).map(({ id }) => id)).toEqual(['act-3']);
  expect(await list({ before: 'nobody' })).toEqual([]);
  expect((await list())[0]?.details).toEqual({});
});

test('a log as it was written is whole, also while it is open', async () => {
  const folder = await temporaryFolder();
  const { record } = await open(folder);
  expect(verifyActivity(folder)).toEqual({ exitCode: 0, lines: ['The activity log is whole: 0 entries.'] });
  for (let i = 0; i < 5; i++) record(entry(`e${i}`));
  const { exitCode, lines } = verifyActivity(folder);
  expect(exitCode).toBe(0);
  expect(lines[0]).toMatch(/^The activity log is whole: 5 entries, up to act-5 with hash [0-9a-f]{64}\.$/);
});

test('no log is told as such', async () => {
  const folder = await temporaryFolder();
  expect(verifyActivity(folder).exitCode).toBe(2);
  alter(folder, 'CREATE TABLE other (a)');
  expect(verifyActivity(folder).exitCode).toBe(2);
});

test.each([
  ['a changed word', "UPDATE activity SET user = 'nobody' WHERE number = 3", ['act-3 was changed']],
  ['a changed time', 'UPDATE activity SET at = at + 1 WHERE number = 1', ['act-1 was changed']],
  ['a missing entry', 'DELETE FROM activity WHERE number = 3', ['act-3 is missing.']],
  ['missing entries', 'DELETE FROM activity WHERE number IN (2, 3)', ['act-2 to act-3 are missing.']],
  ['a missing beginning', 'DELETE FROM activity WHERE number < 3', ['act-1 to act-2 are missing.']],
  ['a cut-off end', 'DELETE FROM activity WHERE number > 3', ['act-4 to act-5 are missing at the end.']],
  ['everything gone', 'DELETE FROM activity', ['act-1 to act-5 are missing at the end.']],
  [
    'two entries exchanged',
    'UPDATE activity SET number = -number WHERE number IN (2, 3); UPDATE activity SET number = 5 + number WHERE number < 0',
    ['act-1 is not the entry', 'act-2 was changed', 'act-2 is not the entry', 'act-3 was changed'],
  ],
])('%s is found', async (_what, statement, expected) => {
  const folder = await logOf(5);
  alter(folder, statement);
  const { exitCode, lines } = verifyActivity(folder);
  expect(exitCode).toBe(1);
  for (const sentence of expected) expect(lines.join('\n')).toContain(sentence);
});

test('a newest entry that was forged together with its hash does not match the note of the end', async () => {
  const folder = await logOf(2);
  const other = await logOf(2);
  await copyFile(join(other, 'activity.sqlite'), join(folder, 'activity.sqlite'));
  alter(other, "UPDATE activity SET target = 'x'");
  expect(verifyActivity(folder)).toMatchObject({ exitCode: 1 });
  expect(verifyActivity(folder).lines.join()).toContain('act-2 is not the entry that was written');
});

test('a note of the end that a power cut left behind is no fault', async () => {
  const folder = await logOf(2);
  const later = createActivity({ folder, now: Date.now, log });
  await copyFile(join(folder, 'activity.head'), join(folder, 'earlier'));
  later.record(entry('e3'));
  later.close();
  await copyFile(join(folder, 'earlier'), join(folder, 'activity.head'));
  expect(verifyActivity(folder).exitCode).toBe(0);
});

test('a missing note of the end is told', async () => {
  const folder = await logOf(2);
  await rm(join(folder, 'activity.head'));
  expect(verifyActivity(folder).lines.join()).toContain('activity.head');
});

test('a log whose end was cut off goes on behind the gap, which stays to be seen', async () => {
  const folder = await logOf(5);
  alter(folder, 'DELETE FROM activity WHERE number > 3');
  const { record, list } = await open(folder);
  record(entry('later'));
  expect((await list()).map(({ id }) => id)).toEqual(['act-6', 'act-3', 'act-2', 'act-1']);
  expect(verifyActivity(folder).lines).toContain('  act-4 to act-5 are missing.');
});

test('any single change of any stored field is found', async () => {
  const folder = await logOf(6);
  const fields = ['number', 'at', 'type', 'action', 'target', 'user', 'details', 'previous', 'hash'] as const;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...fields),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 7, max: 1_000_000 }),
      async (field, number, value) => {
        const copy = await temporaryFolder();
        for (const name of ['activity.sqlite', 'activity.head'])
          await copyFile(join(folder, name), join(copy, name));
        alter(copy, `UPDATE activity SET ${field} = ${value} WHERE number = ${number}`);
        expect(verifyActivity(copy).exitCode).toBe(1);
      },
    ),
    { numRuns: 40 },
  );
});

test('a log that is full loses its oldest entries, says so, and stays whole', async () => {
  const folder = await temporaryFolder();
  const { record, list } = await open(folder, { maxEntries: 10, removeAtOnce: 4 });
  for (let i = 1; i <= 25; i++) record(entry(`e${i}`));
  const entries = await list();
  expect(entries.length).toBeLessThanOrEqual(10);
  expect(entries[0]?.target).toBe('e25');
  expect(entries.filter(({ action }) => action === 'shortened').length).toBeGreaterThan(0);
  expect(verifyActivity(folder).exitCode).toBe(0);
  const oldest = Number(entries.at(-1)?.id.slice('act-'.length));
  alter(folder, `DELETE FROM activity WHERE number = ${oldest}`);
  expect(verifyActivity(folder).exitCode).toBe(1);
});

test('what could not be written follows when the disk takes it again, in its order', async () => {
  const folder = await temporaryFolder();
  const { note, record, list } = await open(folder);
  alter(
    folder,
    "CREATE TRIGGER full BEFORE INSERT ON activity BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
  );
  expect(() => record(entry('refused'))).toThrow();
  note(entry('first'));
  note(entry('second'));
  alter(folder, 'DROP TRIGGER full');
  record(entry('third'));
  expect((await list()).map(({ target }) => target)).toEqual(['third', 'second', 'first']);
  expect(verifyActivity(folder).exitCode).toBe(0);
});

test('long names and details are cut', async () => {
  const { record, list } = await open(await temporaryFolder());
  record(entry('t'.repeat(1_000), { details: { text: 'd'.repeat(20_000) } }));
  const [written] = await list();
  expect(written?.target).toHaveLength(300);
  expect(JSON.stringify(written?.details).length).toBeLessThan(8_200);
  expect(written?.details.address).toBe('10.0.0.1');
});
