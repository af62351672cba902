import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  historyFile,
  openHistoryStore,
  type Sample,
} from '../../../../../electron/gateway/supervision/resources/history-store.ts';
import { historyWindow } from '../../../../../electron/gateway/supervision/resources/history-window.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

const log = pino({ level: 'silent' });
const start = Date.parse('2026-01-19T00:00:00Z');
const second = 1_000;
const hour = 3_600 * second;

async function open(folder?: string) {
  const at = folder ?? (await temporaryFolder());
  const store = openHistoryStore(at, log);
  onTestFinished(() => store.close());
  const rows = (table: 'raw' | 'minutes') => {
    const sql = new DatabaseSync(join(at, historyFile), { readOnly: true });
    const { n } = sql.prepare(`SELECT count(*) AS n FROM ${table}`).get() ?? {};
    sql.close();
    return Number(n);
  };
  return { store, rows, folder: at };
}

/** Samples every ten seconds, the first at `from` + 10 s. */
const samples = (
  from: number,
  count: number,
  cpu: (index: number) => number = (index) => index % 100,
): Sample[] =>
  Array.from({ length: count }, (_, index) => ({
    at: from + (index + 1) * 10 * second,
    cpu: cpu(index),
    memory: 50,
    disk: 10,
  }));

describe('history of the machine', () => {
  test('one hour comes back sample by sample, each at the begin of its ten seconds', async () => {
    const { store } = await open();
    const given = samples(start, 360);
    store.add(given);
    const found = store.read(historyWindow(1, undefined, start + hour));
    expect(found).toEqual(given.map((sample) => ({ ...sample, at: sample.at - 10 * second })));
  });

  test('wider points are the means of their samples', async () => {
    const { store } = await open();
    store.add(samples(start, 12, (index) => (index < 6 ? 10 : 30)));
    expect(store.read(historyWindow(1, '1m', start + hour)).map(({ at, cpu }) => [at - start, cpu])).toEqual([
      [0, 10],
      [60 * second, 30],
    ]);
    expect(store.read(historyWindow(1, '5m', start + hour)).map(({ cpu }) => cpu)).toEqual([20]);
  });

  test('time without samples is a gap, not a zero', async () => {
    const { store } = await open();
    store.add(samples(start, 6));
    store.add(samples(start + 600 * second, 6));
    const found = store.read(historyWindow(1, '1m', start + hour));
    expect(found.map(({ at }) => (at - start) / second)).toEqual([0, 600]);
  });

  test('after a day minutes are left, with the means of what was raw', async () => {
    const { store, rows } = await open();
    for (let day = 0; day < 3; day++) store.add(samples(start + day * 24 * hour, 8_640, () => day * 10));
    expect(rows('raw')).toBe(8_640);
    expect(rows('minutes')).toBe(3 * 1_440);
    const now = start + 72 * hour;
    const days = store.read(historyWindow(72, '24h', now));
    expect(days.map(({ cpu }) => Math.round(cpu))).toEqual([0, 10, 20]);
    expect(store.read(historyWindow(72, undefined, now))).toHaveLength(864);
  });

  test('what was written before a restart is continued, also amid a minute', async () => {
    const { store, folder } = await open();
    store.add(samples(start, 3, () => 10));
    const { store: again } = await open(folder);
    again.add(samples(start + 30 * second, 3, () => 20));
    expect(again.read(historyWindow(48, '1m', start + hour)).map(({ cpu }) => cpu)).toEqual([15]);
  });
});

describe('a clock that is set', () => {
  test('back: what lies in the future is not shown, and replaced as time comes to it', async () => {
    const { store, rows } = await open();
    store.add(samples(start, 360, () => 10));
    const back = start + 1_800 * second;
    const during = store.read(historyWindow(1, undefined, back));
    expect(during.at(-1)?.at).toBe(back - 10 * second);
    store.add(samples(back, 180, () => 90));
    const found = store.read(historyWindow(1, '30m', start + hour));
    expect(found.map(({ cpu }) => cpu)).toEqual([10, 90]);
    expect(rows('raw')).toBe(360);
    expect(rows('minutes')).toBe(60);
    // By the minute, too.
    const minutes = store.read(historyWindow(48, '30m', start + hour));
    expect(minutes.map(({ cpu }) => cpu)).toEqual([10, 90]);
  });

  test('years ahead for a moment and back: what was there before is still there', async () => {
    const { store } = await open();
    store.add(samples(start, 360, () => 10));
    store.add(samples(start + 10 * 365 * 24 * hour, 6, () => 99));
    store.add(samples(start + hour, 6, () => 20));
    const found = store.read(historyWindow(2, '1h', start + 2 * hour));
    expect(found.map(({ cpu }) => cpu)).toEqual([10, 20]);
  });

  test('a box without a clock that starts in 1970 and then learns the time loses nothing', async () => {
    const { store, folder } = await open();
    store.add(samples(start, 360, () => 10));
    const { store: again } = await open(folder);
    again.add(samples(60 * second, 3, () => 99));
    again.add(samples(start + hour, 6, () => 20));
    const found = again.read(historyWindow(2, '1h', start + 2 * hour));
    expect(found.map(({ cpu }) => cpu)).toEqual([10, 20]);
  });
});

test.each(['no database', ''])(
  'a file that holds %j is set aside or filled, and the gateway starts',
  async (text) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, historyFile), text.repeat(1_000));
    const { store } = await open(folder);
    store.add(samples(start, 6));
    expect(store.read(historyWindow(1, undefined, start + hour))).toHaveLength(6);
    if (text !== '') expect(await readdir(folder)).toContain(`${historyFile}.unusable`);
  },
);
