import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { receiveFiles, sendFiles } from '#platform/transfer/run-transfer.ts';
import { createZmodemReceiver } from '#platform/transfer/zmodem/receiver/receiver.ts';
import { createZmodemSender } from '#platform/transfer/zmodem/sender/sender.ts';
import { lrzszPeer } from '../../../fakes/lrzsz-peer.ts';
import { memorySink, memorySource } from '../../../fakes/memory-files.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';
import { randomContent } from '../../../fakes/transfer-samples.ts';

const mebibyte = 1024 * 1024;
/** Short, so that a cut cable is noticed in the time of a test. */
const patience = { firstMs: 100, longestMs: 200, silenceMs: 600 };
/** Slow enough to be in the middle of a file for a while. */
const slow = { baud: 400_000, delayMs: 1 };
const content = randomContent(mebibyte);
const source = memorySource([{ name: 'file', content }]);
const { files } = source;

async function sendingPeer(directions: Parameters<typeof lrzszPeer>[3], args: readonly string[] = []) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'file'), content);
  return lrzszPeer('sz', [...args, 'file'], folder, directions);
}

describe('ZMODEM on a bad line', () => {
  const damage = [
    { what: 'a flipped bit every 200 kB', there: { flipEveryBytes: 200_000 }, back: {} },
    { what: 'bits flipped both ways', there: { flipEveryBytes: 50_000 }, back: { flipEveryBytes: 100 } },
    { what: 'bytes lost', there: { dropChance: 1 / 60_000 }, back: {} },
    { what: 'bytes doubled', there: { doubleChance: 1 / 60_000 }, back: {} },
  ];

  test.each(damage)('to rz: $what', async ({ there, back }) => {
    const folder = await temporaryFolder();
    const rz = lrzszPeer('rz', [], folder, { toThem: there, toUs: back });
    const sent = await sendFiles({ line: rz.ours, machine: createZmodemSender({ files }), source });
    expect(sent).toMatchObject({ ok: true, value: { end: 'completed' } });
    expect(sent.ok && sent.value.retries).toBeGreaterThan(0);
    expect((await readFile(join(folder, 'file'))).equals(content)).toBe(true);
  });

  test.each(damage)('from sz: $what', async ({ there, back }) => {
    const sz = await sendingPeer({ toUs: there, toThem: back });
    const sink = memorySink();
    const received = await receiveFiles({ line: sz.ours, machine: createZmodemReceiver(), sink });
    expect(received).toMatchObject({ ok: true, value: { end: 'completed' } });
    expect(received.ok && received.value.retries).toBeGreaterThan(0);
    expect(sink.stored[0]?.content.equals(content)).toBe(true);
  });
});

describe('ZMODEM that does not come to its end', () => {
  test('we cancel sending: rz hears it', async () => {
    const folder = await temporaryFolder();
    const rz = lrzszPeer('rz', [], folder, { toThem: slow });
    const abort = new AbortController();
    const sent = await sendFiles({
      line: rz.ours,
      machine: createZmodemSender({ files }),
      source,
      signal: abort.signal,
      onProgress: ({ bytes }) => bytes > 20_000 && abort.abort(),
    });
    expect(sent).toMatchObject({ ok: true, value: { end: 'cancelled', files: [] } });
    expect(await rz.exited).not.toBe(0);
  });

  test('we cancel receiving: sz hears it', async () => {
    const sz = await sendingPeer({ toUs: slow });
    const abort = new AbortController();
    const sink = memorySink();
    const received = await receiveFiles({
      line: sz.ours,
      machine: createZmodemReceiver(),
      sink,
      signal: abort.signal,
      onProgress: ({ bytes }) => bytes > 20_000 && abort.abort(),
    });
    expect(received).toMatchObject({ ok: true, value: { end: 'cancelled', files: [] } });
    expect(sink.abandoned()).toBe(1);
    expect(await sz.exited).not.toBe(0);
  });

  test('rz is interrupted', async () => {
    const rz = lrzszPeer('rz', [], await temporaryFolder(), { toThem: slow });
    const sent = await sendFiles({
      line: rz.ours,
      machine: createZmodemSender({ files }),
      source,
      onProgress: ({ bytes }) => bytes > 20_000 && rz.interrupt(),
    });
    expect(sent).toMatchObject({ ok: true, value: { end: 'cancelled-by-peer' } });
  });

  test('sz is interrupted', async () => {
    const sz = await sendingPeer({ toUs: slow });
    const received = await receiveFiles({
      line: sz.ours,
      machine: createZmodemReceiver(),
      sink: memorySink(),
      onProgress: ({ bytes }) => bytes > 20_000 && sz.interrupt(),
    });
    expect(received).toMatchObject({ ok: true, value: { end: 'cancelled-by-peer' } });
  });

  test('the cable is cut while we send', async () => {
    const rz = lrzszPeer('rz', [], await temporaryFolder(), { toThem: slow });
    const sent = await sendFiles({
      line: rz.ours,
      machine: createZmodemSender({ files, patience }),
      source,
      onProgress: ({ bytes }) => bytes > 20_000 && rz.shim.cut(),
    });
    expect(sent).toMatchObject({ ok: true, value: { end: 'timeout' } });
  });

  test('the cable is cut while we receive', async () => {
    const sz = await sendingPeer({ toUs: slow });
    const received = await receiveFiles({
      line: sz.ours,
      machine: createZmodemReceiver({ patience }),
      sink: memorySink(),
      onProgress: ({ bytes }) => bytes > 20_000 && sz.shim.cut(),
    });
    expect(received).toMatchObject({ ok: true, value: { end: 'timeout' } });
  });

  test('a file that is larger than what may be received', async () => {
    const sz = await sendingPeer({});
    const machine = createZmodemReceiver({ maxFileBytes: 100_000 });
    const received = await receiveFiles({ line: sz.ours, machine, sink: memorySink() });
    expect(received).toMatchObject({ ok: true, value: { end: 'cancelled', files: [] } });
    expect(await sz.exited).not.toBe(0);
  });
});
