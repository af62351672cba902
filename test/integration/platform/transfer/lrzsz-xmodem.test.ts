import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { receiveFiles, sendFiles } from '#platform/transfer/run-transfer.ts';
import { createXmodemReceiver } from '#platform/transfer/xmodem/xmodem-receiver.ts';
import { createXmodemSender } from '#platform/transfer/xmodem/xmodem-sender.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { lrzszPeer } from '../../../fakes/lrzsz-peer.ts';
import { memorySink, memorySource } from '../../../fakes/memory-files.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';
import { randomContent, sampleContents } from '../../../fakes/transfer-samples.ts';

/** Our delay is for peers that drop input after each ACK; with pipes there is nothing to drop. */
const timing = { turnaroundDelayMs: 0 };

async function sendToRx(content: Uint8Array, args: readonly string[], blockBytes: 128 | 1024): Promise<void> {
  const folder = await temporaryFolder();
  const rx = lrzszPeer('rx', [...args, 'got'], folder);
  const sent = await sendFiles({
    line: rx.ours,
    machine: createXmodemSender({ blockBytes, timing }),
    source: memorySource([{ name: 'x', content }]),
  });
  expect(sent).toMatchObject({ ok: true, value: { end: 'completed', retries: 0 } });
  expect(await rx.exited).toBe(0);
  const got = await readFile(join(folder, 'got'));
  expect(got.subarray(0, content.length).equals(content)).toBe(true);
  expect(got.subarray(content.length).every((byte) => byte === 0x1a)).toBe(true);
}

async function receiveFromSx(content: Uint8Array, args: readonly string[], check: 'crc' | 'checksum') {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'file'), content);
  const sx = lrzszPeer('sx', [...args, 'file'], folder);
  const sink = memorySink();
  const received = await receiveFiles({ line: sx.ours, machine: createXmodemReceiver({ check }), sink });
  expect(received).toMatchObject({ ok: true, value: { end: 'completed', retries: 0 } });
  expect(await sx.exited).toBe(0);
  const got = sink.stored[0]?.content ?? Buffer.alloc(0);
  expect(got.subarray(0, content.length).equals(content)).toBe(true);
  const padded = received.ok ? (received.value.files[0]?.paddedBytes ?? 0) : 0;
  expect(padded).toBeGreaterThanOrEqual(got.length - content.length);
}

describe('XMODEM with lrzsz', () => {
  // At the same time: rx waits a second after each EOT.
  test.each([
    { what: 'checksum', args: [], blockBytes: 128 },
    { what: 'CRC', args: ['-c'], blockBytes: 128 },
    { what: '1k', args: ['-c'], blockBytes: 1024 },
  ] as const)('rx takes every size, $what', async ({ args, blockBytes }) => {
    await Promise.all(sampleContents().map(({ content }) => sendToRx(content, args, blockBytes)));
  });

  test.each([
    { what: 'checksum', args: [], check: 'checksum' },
    { what: 'CRC', args: [], check: 'crc' },
    { what: '1k', args: ['-k'], check: 'crc' },
  ] as const)('sx gives every size, $what', async ({ args, check }) => {
    await Promise.all(sampleContents().map(({ content }) => receiveFromSx(content, args, check)));
  });

  test('a mebibyte in both directions', async () => {
    const content = randomContent(2 ** 20);
    await Promise.all([sendToRx(content, ['-c'], 1024), receiveFromSx(content, ['-k'], 'crc')]);
  });

  test('with the length known the fill is cut off', async () => {
    const folder = await temporaryFolder();
    const content = Buffer.concat([randomContent(700), Buffer.alloc(5, 0x1a)]);
    await writeFile(join(folder, 'file'), content);
    const sx = lrzszPeer('sx', ['-k', 'file'], folder);
    const sink = memorySink();
    const machine = createXmodemReceiver({ knownBytes: content.length });
    const received = await receiveFiles({ line: sx.ours, machine, sink });
    expect(received).toMatchObject({ ok: true, value: { files: [{ bytes: 705, paddedBytes: 0 }] } });
    expect(sink.stored[0]?.content.equals(content)).toBe(true);
  });
});

describe('damage on the way', () => {
  const noisy = { flipChance: 1 / 20_000, dropChance: 1 / 40_000, doubleChance: 1 / 40_000, seed: 7 };

  test('rx gets what was sent', async () => {
    const folder = await temporaryFolder();
    const content = randomContent(60_000);
    const rx = lrzszPeer('rx', ['-c', 'got'], folder, { toThem: noisy });
    const machine = createXmodemSender({ timing });
    const sent = await sendFiles({ line: rx.ours, machine, source: memorySource([{ name: 'x', content }]) });
    expect(sent).toMatchObject({ ok: true, value: { end: 'completed' } });
    expect(sent.ok && sent.value.retries).toBeGreaterThan(0);
    await rx.exited;
    const got = await readFile(join(folder, 'got'));
    expect(got.subarray(0, content.length).equals(content)).toBe(true);
  });

  test('what sx sends arrives', async () => {
    const folder = await temporaryFolder();
    const content = randomContent(80_000);
    await writeFile(join(folder, 'file'), content);
    const sx = lrzszPeer('sx', ['-k', 'file'], folder, { toUs: noisy });
    const sink = memorySink();
    const received = await receiveFiles({ line: sx.ours, machine: createXmodemReceiver(), sink });
    expect(received).toMatchObject({ ok: true, value: { end: 'completed' } });
    expect(received.ok && received.value.retries).toBeGreaterThan(0);
    expect(sink.stored[0]?.content.subarray(0, content.length).equals(content)).toBe(true);
  });
});

describe('cancelling', () => {
  test('we stop, rx goes', async () => {
    const folder = await temporaryFolder();
    const rx = lrzszPeer('rx', ['-c', 'got'], folder, { toThem: { baud: 115_200 } });
    const abort = new AbortController();
    const sending = sendFiles({
      line: rx.ours,
      machine: createXmodemSender({ timing }),
      source: memorySource([{ name: 'x', content: randomContent(200_000) }]),
      signal: abort.signal,
    });
    await eventually(() => rx.shim.passed().bToA).toBeGreaterThan(2);
    abort.abort();
    expect(await sending).toMatchObject({ ok: true, value: { end: 'cancelled', files: [] } });
    expect(await rx.exited).not.toBe(0);
  });

  test('we stop, sx goes', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), randomContent(200_000));
    const sx = lrzszPeer('sx', ['-k', 'file'], folder, { toUs: { baud: 115_200 } });
    const abort = new AbortController();
    const sink = memorySink();
    const receiving = receiveFiles({
      line: sx.ours,
      machine: createXmodemReceiver(),
      sink,
      signal: abort.signal,
    });
    await eventually(() => sx.shim.passed().aToB).toBeGreaterThan(2);
    abort.abort();
    expect(await receiving).toMatchObject({ ok: true, value: { end: 'cancelled', files: [] } });
    expect(sink.abandoned()).toBe(1);
    expect(await sx.exited).not.toBe(0);
  });

  test('rx stops, and we say that it was not us', async () => {
    const folder = await temporaryFolder();
    const rx = lrzszPeer('rx', ['-c', 'got'], folder, { toThem: { baud: 115_200 } });
    const sending = sendFiles({
      line: rx.ours,
      machine: createXmodemSender({ timing }),
      source: memorySource([{ name: 'x', content: randomContent(200_000) }]),
    });
    await eventually(() => rx.shim.passed().bToA).toBeGreaterThan(2);
    rx.interrupt();
    expect(await sending).toMatchObject({ ok: true, value: { end: 'cancelled-by-peer' } });
  });

  test('sx stops, and we say that it was not us', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), randomContent(200_000));
    const sx = lrzszPeer('sx', ['-k', 'file'], folder, { toUs: { baud: 115_200 } });
    const sink = memorySink();
    const receiving = receiveFiles({ line: sx.ours, machine: createXmodemReceiver(), sink });
    await eventually(() => sx.shim.passed().aToB).toBeGreaterThan(2);
    sx.interrupt();
    expect(await receiving).toMatchObject({ ok: true, value: { end: 'cancelled-by-peer' } });
    expect(sink.abandoned()).toBe(1);
  });
});
