import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../../fakes/eventually.ts';
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
      address: '0x40400000',
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
    expect(bench.told.some(({ transfer }) => (transfer?.bytes ?? 0) > 0)).toBe(true);
    const sum = crc32(content).toString(16).padStart(8, '0');
    expect(board.said()).toContain(`==> ${sum}`);
    expect(ended.said.at(-1)).toBe(`image.bin is in the board's memory: 102477 bytes, CRC-32 ${sum}.`);
  });

  test('stopped in the middle of the file, the board comes back to its prompt', async () => {
    const { board, bench, id } = await startLoady(randomBytes(400 * 1_024));
    await expect
      .poll(() => bench.state(id).transfer?.bytes ?? 0, { timeout: 60_000 })
      .toBeGreaterThan(20_000);
    bench.runs.stop(id);
    await eventually(() => bench.state(id).state).toBe('ended');
    expect(bench.state(id)).toMatchObject({ outcome: 'stopped', failure: { code: 'RECIPE_STOPPED' } });
    expect(bench.released()).toBe(1);
    // What it says when a receiver was ended, and the prompt behind it.
    await expect.poll(board.said, { timeout: 60_000 }).toMatch(/## .*\r\n[\s\S]*=> $/);
  });

  test('a variable that broke the boot is gone after the reset of the environment', async () => {
    const board = startUBoot();
    const bench = await startRecipeBench(board.line);
    const variables = { prompt: '=>' };
    const id = await bench.start({ ...order, id: 'shipped/u-boot-environment-reset.yaml', variables });
    const ended = await bench.goThrough(id, (question) => !question.startsWith('Store'));
    expect(ended).toMatchObject({ outcome: 'completed', failure: null });
    expect(await bench.transcript(id)).toContain('<< bootcmd=run distro_bootcmd');
    expect(board.said()).toContain('Resetting to default environment');
    // Once when it was switched on, once after the reset.
    expect(board.said().match(/U-Boot \d{4}\.\d\d/g)?.length).toBe(2);
  });
});
