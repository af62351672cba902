import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { receiveFiles, sendFiles } from '#platform/transfer/run-transfer.ts';
import { createZmodemReceiver } from '#platform/transfer/zmodem/receiver/receiver.ts';
import { createZmodemSender } from '#platform/transfer/zmodem/sender/sender.ts';
import { lrzszPeer } from '../../../fakes/lrzsz-peer.ts';
import { memorySink, memorySource } from '../../../fakes/memory-files.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';
import { randomContent, sampleContents } from '../../../fakes/transfer-samples.ts';

const mebibyte = 1024 * 1024;
const contents = [
  ...sampleContents(),
  { what: 'all control characters', content: Buffer.from(Array.from({ length: 5_000 }, (_, at) => at % 32)) },
  { what: '1 MiB', content: randomContent(mebibyte) },
];
const whole = { ok: true, value: { end: 'completed', retries: 0 } };

/** What `sz`, started with `args`, sends of the files it is given. */
async function receiveFrom(
  args: readonly string[],
  files: readonly { name: string; content: Buffer }[],
  options: Parameters<typeof createZmodemReceiver>[0] = {},
) {
  const folder = await temporaryFolder();
  for (const { name, content } of files) await writeFile(join(folder, name), content);
  const sz = lrzszPeer('sz', [...args, ...files.map(({ name }) => name)], folder);
  const sink = memorySink();
  const received = await receiveFiles({ line: sz.ours, machine: createZmodemReceiver(options), sink });
  return { received, sz, sink };
}

/** Sends `files` to `rz`, started with `args` in `folder`. */
async function sendTo(
  args: readonly string[],
  folder: string,
  files: readonly { name: string; content: Buffer }[],
  options: Partial<Parameters<typeof createZmodemSender>[0]> = {},
) {
  const rz = lrzszPeer('rz', args, folder);
  const source = memorySource(files);
  const machine = createZmodemSender({ ...options, files: source.files });
  const sent = await sendFiles({ line: rz.ours, machine, source });
  return { sent, rz };
}

describe('ZMODEM to rz', () => {
  test.each(contents)('$what', async ({ content }) => {
    const folder = await temporaryFolder();
    const { sent, rz } = await sendTo([], folder, [{ name: 'file', content }]);
    expect(sent).toMatchObject(whole);
    expect(await rz.exited).toBe(0);
    expect((await readFile(join(folder, 'file'))).equals(content)).toBe(true);
  });

  test.each([
    { what: 'CRC-16', args: [], options: { crc32: false } },
    { what: 'control characters escaped because it asks', args: ['-e'], options: {} },
    { what: 'control characters escaped because we say so', args: [], options: { escapeControls: true } },
    { what: 'an attention string that it has to be told', args: [], options: { attention: '\x03' } },
    { what: 'its own window', args: ['-w', '4096'], options: {} },
    { what: 'a window of ours', args: [], options: { windowBytes: 2_048 } },
  ])('$what', async ({ args, options }) => {
    const folder = await temporaryFolder();
    const content = Buffer.concat([randomContent(70_000), Buffer.alloc(3_000, 0x18)]);
    const { sent, rz } = await sendTo(args, folder, [{ name: 'file', content }], options);
    expect(sent).toMatchObject(whole);
    expect(await rz.exited).toBe(0);
    expect((await readFile(join(folder, 'file'))).equals(content)).toBe(true);
  });

  test('several files, with their times', async () => {
    const folder = await temporaryFolder();
    const files = ['a', 'b', 'c'].map((name, at) => ({ name, content: randomContent(at * 3_000) }));
    const { sent, rz } = await sendTo([], folder, files);
    expect(sent).toMatchObject({ ok: true, value: { end: 'completed', files: [{}, {}, {}] } });
    expect(await rz.exited).toBe(0);
    for (const { name, content } of files) {
      expect((await readFile(join(folder, name))).equals(content)).toBe(true);
    }
  });

  test('goes on with a file that was begun', async () => {
    const folder = await temporaryFolder();
    const content = randomContent(50_000);
    await writeFile(join(folder, 'file'), content.subarray(0, 20_480));
    const rz = lrzszPeer('rz', ['-r'], folder);
    const source = memorySource([{ name: 'file', content }]);
    const sent = await sendFiles({ line: rz.ours, machine: createZmodemSender({ files: source.files }), source });
    expect(sent).toMatchObject(whole);
    expect(await rz.exited).toBe(0);
    expect((await readFile(join(folder, 'file'))).equals(content)).toBe(true);
    expect(rz.shim.passed().aToB).toBeLessThan(45_000);
  });

  test('a file that is there already is skipped, the next one is not', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'a'), 'older');
    const files = [
      { name: 'a', content: randomContent(5_000) },
      { name: 'b', content: randomContent(6_000) },
    ];
    const { sent, rz } = await sendTo(['-p'], folder, files);
    expect(sent).toMatchObject({
      ok: true,
      value: { end: 'completed', files: [{ outcome: 'skipped' }, { outcome: 'completed' }] },
    });
    await rz.exited;
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('older');
    expect((await readFile(join(folder, 'b'))).equals(randomContent(6_000))).toBe(true);
  });
});

describe('ZMODEM from sz', () => {
  test.each(contents)('$what', async ({ content }) => {
    const { received, sz, sink } = await receiveFrom([], [{ name: 'file', content }]);
    expect(received).toMatchObject(whole);
    expect(await sz.exited).toBe(0);
    expect(sink.stored[0]?.content.equals(content)).toBe(true);
  });

  test.each([
    { what: 'CRC-16 because it wants', args: ['-o'], options: {} },
    { what: 'CRC-16 because we want', args: [], options: { crc32: false } },
    { what: 'control characters escaped because it wants', args: ['-e'], options: {} },
    { what: 'control characters escaped because we want', args: [], options: { escapeControls: true } },
    { what: 'its window', args: ['-w', '4096'], options: {} },
    { what: 'a buffer of ours', args: [], options: { bufferBytes: 4_096 } },
    { what: 'its large subpackets', args: ['-8'], options: {} },
    { what: 'its small subpackets', args: ['-L', '64'], options: {} },
  ])('$what', async ({ args, options }) => {
    const content = Buffer.concat([randomContent(70_000), Buffer.alloc(3_000, 0x18)]);
    const { received, sz, sink } = await receiveFrom(args, [{ name: 'file', content }], options);
    expect(received).toMatchObject(whole);
    expect(await sz.exited).toBe(0);
    expect(sink.stored[0]?.content.equals(content)).toBe(true);
  });

  test('several files, one of them not wanted', async () => {
    const folder = await temporaryFolder();
    const files = ['a', 'b', 'c'].map((name, at) => ({ name, content: randomContent(at * 3_000) }));
    for (const { name, content } of files) await writeFile(join(folder, name), content);
    const sz = lrzszPeer('sz', ['a', 'b', 'c'], folder);
    const sink = memorySink(({ name }) => name !== 'b');
    const received = await receiveFiles({ line: sz.ours, machine: createZmodemReceiver(), sink });
    expect(received).toMatchObject({
      ok: true,
      value: {
        end: 'completed',
        files: [{ outcome: 'completed' }, { name: 'b', outcome: 'skipped' }, { outcome: 'completed' }],
      },
    });
    expect(sink.stored.map(({ content }) => content.length)).toEqual([0, 6_000]);
  });

  test('hears the name, the size and the time', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), 'content');
    await utimes(join(folder, 'file'), 1_700_000_000, 1_700_000_000);
    // With its path, as an evil sender could: whoever stores it has to see it.
    const sz = lrzszPeer('sz', ['-f', join('..', folder.split('/').at(-1) ?? '', 'file')], folder);
    const sink = memorySink();
    await receiveFiles({ line: sz.ours, machine: createZmodemReceiver(), sink });
    expect(sink.stored[0]?.offered).toMatchObject({ bytes: 7, modifiedMs: 1_700_000_000_000 });
    expect(sink.stored[0]?.offered.name).toMatch(/^\.\.\/.*\/file$/);
  });

  test('goes on with a file that was begun', async () => {
    const folder = await temporaryFolder();
    const content = randomContent(50_000);
    await writeFile(join(folder, 'file'), content);
    const sz = lrzszPeer('sz', ['-r', 'file'], folder);
    const sink = memorySink(undefined, 20_000);
    const received = await receiveFiles({ line: sz.ours, machine: createZmodemReceiver(), sink });
    expect(received).toMatchObject(whole);
    expect(sink.stored[0]?.content.equals(content.subarray(20_000))).toBe(true);
  });
});
