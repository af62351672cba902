import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openJsonFile } from '#platform/files/json-file.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const schema = z.object({ format: z.literal(2), count: z.int() });
const defaults = { format: 2 as const, count: 0 };

async function setUp(content?: string) {
  const folder = await temporaryFolder();
  const path = join(folder, 'settings.json');
  if (content !== undefined) await writeFile(path, content);
  const warnings: unknown[] = [];
  const log = { warn: (...line: unknown[]) => void warnings.push(line) };
  return { folder, path, warnings, options: { path, schema, defaults, log } };
}

test('a missing file means defaults; what was written comes back', async () => {
  const { options } = await setUp();
  const file = await openJsonFile(options);
  expect(file.value()).toEqual(defaults);
  await file.write({ format: 2, count: 5 });
  expect(file.value().count).toBe(5);
  expect((await openJsonFile(options)).value()).toEqual({ format: 2, count: 5 });
});

test('writes are made in the order in which they were asked for', async () => {
  const { path, options } = await setUp();
  const file = await openJsonFile(options);
  await Promise.all([1, 2, 3, 4].map((count) => file.write({ format: 2, count })));
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ format: 2, count: 4 });
});

test.each(['', '{', '[]', '{"format": 2}', '{"format": 3, "count": 1}'])(
  '%j is set aside and told',
  async (content) => {
    const { folder, options, warnings } = await setUp(content);
    const file = await openJsonFile(options);
    expect(file.value()).toEqual(defaults);
    expect(await readFile(String(file.setAside), 'utf8')).toBe(content);
    expect(await readdir(folder)).toHaveLength(1);
    expect(warnings).toHaveLength(1);
  },
);

test('an older format is lifted', async () => {
  const { options } = await setUp('{"format": 1, "number": 7}');
  const migrate = (raw: unknown) => ({ format: 2, count: z.object({ number: z.int() }).parse(raw).number });
  expect((await openJsonFile({ ...options, migrate })).value().count).toBe(7);
});
