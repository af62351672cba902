import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import type { Place } from '../../../../electron/platform/store/store.ts';
import { describeOnEachDatabase } from '../../../fakes/each-database.ts';
import { openBench } from '../../../fakes/store-bench.ts';

/** Starts a writer at number `first`, kills it after `acknowledged` answers, and gives all that it had answered. */
async function writeUntilKilled(place: Place, first: number, acknowledged: number): Promise<number[]> {
  const args = ['test/fakes/store-writer.ts', JSON.stringify(place), String(first)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const numbers: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    numbers.push(Number(line));
    if (numbers.length === acknowledged) child.kill('SIGKILL');
  }
  await ended;
  return numbers;
}

/** A server of its own does not notice much of a kill. */
const killsOn = { sqlite: 20, postgres: 5 };

describeOnEachDatabase('kill -9 in the middle of writes', (newPlace, dialect) => {
  test('loses nothing that was acknowledged, and leaves nothing half', { timeout: 120_000 }, async () => {
    const kills = killsOn[dialect];
    const place = await newPlace();
    const answered: number[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      answered.push(...(await writeUntilKilled(place, kill * 1_000_000, 1 + ((kill * 37) % 60))));
    }
    const store = await openBench(place);
    const rows = await store.read.selectFrom('box').select(['size']).execute();
    const written = Map.groupBy(rows, ({ size }) => size);
    expect(answered.filter((number) => written.get(number)?.length !== 2)).toEqual([]);
    expect([...written.values()].filter((pair) => pair.length !== 2)).toEqual([]);
    expect(answered.length).toBeGreaterThan(kills);
  });
});
