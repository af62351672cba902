import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { receiveFiles, sendFiles } from '#platform/transfer/run-transfer.ts';
import { createXmodemReceiver } from '#platform/transfer/xmodem/xmodem-receiver.ts';
import { createXmodemSender } from '#platform/transfer/xmodem/xmodem-sender.ts';
import { lrzszPeer } from '../../../fakes/lrzsz-peer.ts';
import { memorySink, memorySource } from '../../../fakes/memory-files.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';
import { sampleContents } from '../../../fakes/transfer-samples.ts';

/** Our delay is for peers that drop input after each ACK; with pipes there is nothing to drop. */
const timing = { turnaroundDelayMs: 0 };

const receivers = [
  { what: 'checksum', args: [], blockBytes: 128 },
  { what: 'CRC', args: ['-c'], blockBytes: 128 },
  { what: '1k', args: ['-c'], blockBytes: 1024 },
] as const;

describe.each(receivers)('XMODEM, $what, to rx', ({ args, blockBytes }) => {
  test.each(sampleContents())('$what', async ({ content }) => {
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
  });
});

const senders = [
  { what: 'checksum', args: [], check: 'checksum' },
  { what: 'CRC', args: [], check: 'crc' },
  { what: '1k', args: ['-k'], check: 'crc' },
] as const;

describe.each(senders)('XMODEM, $what, from sx', ({ args, check }) => {
  test.each(sampleContents())('$what', async ({ content }) => {
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
  });
});
