import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { historyFile } from '../../../../electron/gateway/supervision/resources/history-store.ts';
import {
  createMachineMeter,
  createResourceHistory,
} from '../../../../electron/gateway/supervision/resources/resource-history.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { smallDisk } from '../../../fakes/small-disk.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const sampleMs = 10_000;

/** A history whose clock, timer and figures this test turns. */
async function historyIn(folder: string, startedAt = Date.parse('2026-01-19T00:00:00Z')) {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const clock = { ms: startedAt };
  const warnings: string[] = [];
  const history = createResourceHistory({
    stateFolder: folder,
    measure: async () => ({ cpu: 25.46, memory: 50, disk: 10 }),
    now: () => clock.ms,
    log: pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) }),
  });
  history.start();
  const pass = async (samples: number) => {
    for (let sample = 0; sample < samples; sample++) {
      clock.ms += sampleMs;
      vi.advanceTimersByTime(sampleMs);
      await nextTurn();
    }
  };
  const written = () => {
    const sql = new DatabaseSync(join(folder, historyFile), { readOnly: true });
    const row = sql.prepare('SELECT count(*) AS n FROM raw').get();
    sql.close();
    return Number(row?.n);
  };
  return { history, pass, written, warnings, clock };
}

test('a sample every ten seconds, written once a minute, shown at once', async () => {
  const { history, pass, written } = await historyIn(await temporaryFolder());
  await pass(5);
  expect(written()).toBe(0);
  await pass(1);
  expect(written()).toBe(6);
  await pass(2);
  const shown = history.read(1, undefined);
  expect(shown).toHaveLength(8);
  expect(shown[0]).toMatchObject({ cpu: 25.5, memory: 50, disk: 10 });
  history.stop();
});

test('a stop writes what waits, and nothing is sampled after it', async () => {
  const folder = await temporaryFolder();
  const { history, pass, written, clock } = await historyIn(folder);
  await pass(2);
  history.stop();
  await pass(3);
  expect(written()).toBe(2);
  const again = await historyIn(folder, clock.ms);
  expect(again.history.read(1, undefined)).toHaveLength(2);
  again.history.stop();
});

test('on a full disk samples wait, and are written when there is space again', async () => {
  const disk = await smallDisk(1);
  if (disk === null) return;
  const { history, pass, written, warnings } = await historyIn(disk);
  const filler = join(disk, 'filler');
  await writeFile(filler, Buffer.alloc(2 ** 20)).catch(() => undefined);
  await pass(400);
  expect(written()).toBe(0);
  expect(warnings.join('')).toContain('could not be kept');
  await rm(filler);
  await pass(1);
  // The newest hour of them: what waits is bounded.
  expect(written()).toBe(360);
  expect(history.read(2, undefined)).toHaveLength(360);
  history.stop();
});

test('the meter reads this machine', async () => {
  const measure = createMachineMeter('.');
  const found = { last: await measure() };
  await eventually(async () => {
    found.last = (await measure()) ?? found.last;
    return found.last !== null;
  }).toBe(true);
  for (const percent of Object.values(found.last ?? {})) expect(percent >= 0 && percent <= 100).toBe(true);
});
