import { appendFile, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openJournal } from '#platform/journal/journal.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const schema = z.object({ n: z.int(), note: z.string() });
const record = (n: number, note = 'x') => ({ n, note });

test('records come back by id and in order, also when written at once', async () => {
  const folder = await temporaryFolder();
  const journal = await openJournal(folder, schema);
  await Promise.all(
    [1, 2, 3].flatMap((n) => [journal.append('a', record(n)), journal.append('b', record(-n))]),
  );
  const { records, setAside } = await (await openJournal(folder, schema)).load();
  expect([...records]).toEqual([
    ['a', [record(1), record(2), record(3)]],
    ['b', [record(-1), record(-2), record(-3)]],
  ]);
  expect(setAside).toEqual([]);
});

test('cut anywhere, the whole records remain and the next one is readable', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'job.ndjson');
  const written = [record(1, 'zwölf'), record(2, 'new\nline'), record(3)];
  const whole = Buffer.from(written.map((one) => `${JSON.stringify(one)}\n`).join(''));
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length), async (bytes) => {
      await writeFile(path, whole);
      await truncate(path, bytes);
      const journal = await openJournal(folder, schema);
      const kept = (await journal.load()).records.get('job') ?? [];
      expect(kept).toEqual(written.slice(0, kept.length));
      expect(kept.length).toBe(whole.subarray(0, bytes).toString().split('\n').length - 1);
      await journal.append('job', record(9));
      expect((await journal.load()).records.get('job')).toEqual([...kept, record(9)]);
    }),
    { numRuns: 60 },
  );
});

test('a corrupt file is set aside whole, the others are read', async () => {
  const folder = await temporaryFolder();
  const journal = await openJournal(folder, schema);
  await journal.append('good', record(1));
  await journal.append('bad', record(1));
  await appendFile(join(folder, 'bad.ndjson'), 'nonsense\n{"n": 2, "note": "y"}\n');
  const { records, setAside } = await journal.load();
  expect([...records.keys()]).toEqual(['good']);
  expect(await readFile(String(setAside[0]), 'utf8')).toContain('nonsense');
  expect((await journal.load()).setAside).toEqual([]);
});

test('a removed job is gone; ids that are no file names are a bug', async () => {
  const folder = await temporaryFolder();
  const journal = await openJournal(folder, schema);
  await journal.append('a', record(1));
  await journal.remove('a');
  await journal.remove('a');
  expect(await readdir(folder)).toEqual([]);
  await expect(journal.append('../a', record(1))).rejects.toThrow('not a journal id');
});
