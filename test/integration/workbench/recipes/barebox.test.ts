import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startBarebox } from '../../../fakes/barebox-board.ts';
import { createMemoryLine } from '../../../fakes/memory-line.ts';
import { startRecipeBench } from '../../../fakes/recipe-bench.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const content = randomBytes(20_077);
const sum = crc32(content).toString(16).padStart(8, '0');
const linux = '\r\nLoading ARM Linux zImage\r\n[    0.000000] Booting Linux on physical CPU 0x0\r\n';

async function load(
  board: Partial<Parameters<typeof startBarebox>[1]> = {},
  yes?: (question: string) => boolean,
) {
  const cable = createMemoryLine();
  const memory = await temporaryFolder();
  const bench = await startRecipeBench(cable.near);
  // The name of a file must not become a command of the board.
  const path = join(bench.folder, 'rescue image; reset.itb');
  await writeFile(path, content);
  const variables = { image: await bench.adopt(path), startCommand: 'bootm', prompt: 'barebox' };
  const order = { port: 'barebox', stepByStep: false };
  const { entered, stop } = startBarebox(cable.far, {
    ...{ folder: memory, prompt: 'coloured', starts: `${linux}\r\ngw login: ` },
    ...board,
  });
  onTestFinished(stop);
  const id = await bench.start({ ...order, id: 'shipped/barebox-loady.yaml', variables });
  const ended = await bench.goThrough(id, yes);
  return { ended, entered, memory };
}

describe('the shipped recipe on a board with barebox', { timeout: 120_000 }, () => {
  test('loads, compares and starts an image', async () => {
    const { ended, entered, memory } = await load();
    expect(ended).toMatchObject({ outcome: 'completed', failure: null });
    expect(entered).toEqual([
      ...['rm gatewright.img', 'loady', 'crc32 -f gatewright.img', 'bootm gatewright.img'],
    ]);
    expect((await readFile(join(memory, 'gatewright.img'))).equals(content)).toBe(true);
    expect(ended.said.at(-1)).toContain(`20077 bytes, CRC-32 ${sum}.`);
  });

  test('also at the prompt of a board without environment, and leaves it in memory when it is wanted', async () => {
    const { ended, entered } = await load({ prompt: 'plain' }, (question) => !question.startsWith('Start'));
    expect(ended).toMatchObject({ outcome: 'completed' });
    expect(entered.at(-1)).toBe('crc32 -f gatewright.img');
  });

  test('what arrived otherwise is not started', async () => {
    const { ended, entered } = await load({ flips: true });
    expect(ended.failure?.message).toMatch(/^The image in the board's memory is not the file/);
    expect(entered).not.toContain('bootm gatewright.img');
  });

  test('a transfer that the board broke off is repeated when it is wanted', async () => {
    const [again, once] = await Promise.all([
      load({ breaksOnce: true }),
      load({ breaksOnce: true }, (question) => !question.includes('again')),
    ]);
    expect(again.ended).toMatchObject({ outcome: 'completed' });
    expect(again.entered.filter((command) => command === 'loady')).toHaveLength(2);
    expect(once.ended).toMatchObject({ outcome: 'stopped', failure: { code: 'RECIPE_DECLINED' } });
  });

  test('without crc32 it says what was not checked; without loady it ends', async () => {
    const [unchecked, unable] = await Promise.all([
      load({ without: ['crc32'] }),
      load({ without: ['loady'] }),
    ]);
    expect(unchecked.ended).toMatchObject({ outcome: 'completed' });
    expect(unchecked.ended.said.at(-1)).toContain('no command crc32');
    expect(unable.ended.failure?.message).toMatch(/^This barebox has no command loady/);
  });

  test('an image that does not start, and a kernel that stops, end it with a sentence', async () => {
    const [refused, panic] = await Promise.all([
      load({ starts: 'no image handler found\r\nhandler failed with Invalid argument\r\n' }),
      load({ starts: `${linux}Kernel panic - not syncing: VFS\r\n` }),
    ]);
    expect(refused.ended.failure?.message).toMatch(/^barebox came back to its prompt/);
    expect(panic.ended.failure?.message).toMatch(/stopped with a panic/);
  });
});
