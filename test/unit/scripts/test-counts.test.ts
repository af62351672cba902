import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findLongFiles } from '../../../scripts/check-file-length.ts';
import { describeCounts, readCounts, sumCounts } from '../../../scripts/test-counts.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatewright-counts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function report(content: object): Promise<string> {
  const file = join(folder, `${Object.keys(content).join('-')}.json`);
  await writeFile(file, JSON.stringify(content));
  return file;
}

test('the reports of both runners are read and added up', async () => {
  const vitest = await report({ numPassedTests: 10, numFailedTests: 1, numPendingTests: 2, numTodoTests: 0 });
  const playwright = await report({ stats: { expected: 3, unexpected: 2, flaky: 0, skipped: 1 } });
  const counts = [readCounts(vitest), readCounts(playwright)].filter((entry) => entry !== null);
  expect(describeCounts(sumCounts(counts))).toBe('13 passed, 3 failed, 3 skipped');
  expect(describeCounts({ passed: 1, failed: 0, skipped: 0 })).toBe('1 passed, 0 failed');
});

test('a runner that wrote no report, or another one, counts for nothing', async () => {
  expect(readCounts(join(folder, 'missing.json'))).toBeNull();
  expect(readCounts(await report({ other: 1 }))).toBeNull();
});

test('files over 400 lines are too long, over 250 are named', () => {
  const files = [250, 251, 400, 401].map((lines) => ({ file: `${lines}.ts`, lines }));
  const { long, tooLong } = findLongFiles(files);
  expect(long.map(({ lines }) => lines)).toEqual([251, 400]);
  expect(tooLong.map(({ lines }) => lines)).toEqual([401]);
});
