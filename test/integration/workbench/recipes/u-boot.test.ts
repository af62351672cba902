import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { startRecipeBench } from '../../../fakes/recipe-bench.ts';
import { startUBoot, uBootIsThere } from '../../../fakes/u-boot.ts';

/** Everything here runs against a real U-Boot: npm run test says how to get qemu-system-arm and u-boot-qemu. */
describe.skipIf(!uBootIsThere)('the shipped recipes on a real U-Boot', { timeout: 120_000 }, () => {
  const order = { port: 'u-boot', stepByStep: false };

  async function startLoady(content: Uint8Array) {
    const board = startUBoot();
    const bench = await startRecipeBench(board.line);
    const path = join(bench.folder, 'image.bin');
    await writeFile(path, content);
    const variables = {
      image: await bench.adopt(path),
      address: '${loadaddr}',
      startCommand: 'bootm',
      prompt: '=>',
    };
    const id = await bench.start({ ...order, id: 'shipped/u-boot-loady.yaml', variables });
    return { board, bench, id };
  }

  test('loady takes 100 KiB whole: size and CRC-32 there are those of the file', async () => {
    const content = randomBytes(100 * 1_024 + 77);
    const { board, bench, id } = await startLoady(content);
    const ended = await bench.goThrough(id, (question) => !question.startsWith('Start'));
    expect(ended).toMatchObject({ outcome: 'completed', failure: null });
    const sum = crc32(content).toString(16).padStart(8, '0');
    expect(board.said()).toContain(`==> ${sum}`);
    expect(ended.said.at(-1)).toBe(`image.bin is in the board's memory: 102477 bytes, CRC-32 ${sum}.`);
  });
});
