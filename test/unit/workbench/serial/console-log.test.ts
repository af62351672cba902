import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startConsoleLog } from '../../../../electron/workbench/serial/console-log.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const raw = { format: 'raw', ansi: 'keep', timestamps: false } as const;
const at = Date.UTC(2026, 10, 30, 12);

async function start(folder: string, limits: { fileBytes: number; files: number; waitingBytes: number }) {
  let failures = 0;
  const started = await startConsoleLog({
    ...{ folder, name: 'Boiler room', options: raw, now: () => at, limits },
    onFailed: () => void failures++,
    onRolled: () => undefined,
    onWritten: () => undefined,
  });
  if (!started.ok) throw new Error(started.failure.message);
  return { log: started.value, failures: () => failures };
}

describe('the log of a console', () => {
  test('a full file is followed by the next, byte for byte, and the oldest go', async () => {
    const folder = await temporaryFolder();
    const { log } = await start(folder, { fileBytes: 100, files: 3, waitingBytes: 10_000 });
    const all = Buffer.from(Array.from({ length: 450 }, (_, index) => index % 256));
    for (let from = 0; from < all.length; from += 37) log.append(all.subarray(from, from + 37), at);
    await log.end();
    expect(log.files()).toBe(5);
    const names = (await readdir(folder)).toSorted();
    expect(names.map((name) => name.replace(/^.*\d{3}(?=\.)/, ''))).toEqual(['.3.bin', '.4.bin', '.5.bin']);
    const kept = await Promise.all(names.map((name) => readFile(join(folder, name))));
    expect(Buffer.concat(kept).equals(all.subarray(200))).toBe(true);
    expect(log.path()).toBe(join(folder, names[2] ?? ''));
  });

  test('more than the disk takes ends it visibly, once, and holds no memory', async () => {
    const { log, failures } = await start(await temporaryFolder(), {
      fileBytes: 1e6,
      files: 3,
      waitingBytes: 100,
    });
    for (let index = 0; index < 10; index++) log.append(new Uint8Array(50), at);
    expect(log.failure()).toMatchObject({
      code: 'FILE_WRITE',
      context: { why: 'the disk is slower than the line' },
    });
    expect(failures()).toBe(1);
    await log.end();
  });

  test('a folder that cannot be made is said before anything is lost', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'taken'), '');
    const started = await startConsoleLog({
      ...{ folder: join(folder, 'taken', 'serial'), name: 'x', options: raw, now: () => at },
      ...{ onFailed: () => undefined, onRolled: () => undefined, onWritten: () => undefined },
    });
    expect(started).toMatchObject({ ok: false, failure: { code: 'FILE_WRITE' } });
  });

  test('goes on in the same file after a restart, on a line of its own, and knows its size', async () => {
    const folder = await temporaryFolder();
    const options = { format: 'text', ansi: 'strip', timestamps: false } as const;
    const deps = {
      ...{ folder, name: 'Boiler room', options, now: () => at },
      ...{ onFailed: () => undefined, onRolled: () => undefined, onWritten: () => undefined },
    };
    const first = await startConsoleLog(deps);
    if (!first.ok) throw new Error(first.failure.message);
    first.value.append(Buffer.from('cut off in the mid'), at);
    await first.value.end();
    const second = await startConsoleLog({ ...deps, resumes: first.value.place() });
    if (!second.ok) throw new Error(second.failure.message);
    expect(second.value.bytes()).toBe(18);
    second.value.note('again', at);
    await second.value.end();
    expect(await readdir(folder)).toHaveLength(1);
    expect(await readFile(second.value.path(), 'utf8')).toMatch(/^cut off in the mid\n--- .* again ---\n$/);
    expect(second.value.bytes()).toBe((await readFile(second.value.path())).length);
  });
});
