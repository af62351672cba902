import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { receiveFiles, sendFiles } from '#platform/transfer/run-transfer.ts';
import { createYmodemReceiver } from '#platform/transfer/ymodem/ymodem-receiver.ts';
import { createYmodemSender } from '#platform/transfer/ymodem/ymodem-sender.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { type LrzszPeer, lrzszPeer } from '../../../fakes/lrzsz-peer.ts';
import { type MemorySink, memorySink, memorySource } from '../../../fakes/memory-files.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';
import { randomContent, sampleContents } from '../../../fakes/transfer-samples.ts';

/** Our delay is for peers that drop input after each ACK; with pipes there is nothing to drop. */
const timing = { turnaroundDelayMs: 0 };
const batch = sampleContents().map(({ what, content }) => ({
  name: `${what.replaceAll(' ', '-')}.bin`,
  content,
}));

function send(peer: LrzszPeer, files: typeof batch, signal?: AbortSignal) {
  const source = memorySource(files);
  const machine = createYmodemSender({ files: source.files, timing });
  return sendFiles({ line: peer.ours, machine, source, ...(signal && { signal }) });
}

const receive = (peer: LrzszPeer, sink: MemorySink, signal?: AbortSignal) =>
  receiveFiles({ line: peer.ours, machine: createYmodemReceiver(), sink, ...(signal && { signal }) });

async function sbOf(files: typeof batch, toUs = {}): Promise<LrzszPeer> {
  const folder = await temporaryFolder();
  for (const { name, content } of files) await writeFile(join(folder, name), content);
  const names = files.map(({ name }) => name);
  return lrzszPeer('sb', names, folder, { toUs });
}

describe('YMODEM with lrzsz', () => {
  // Not all of them: rb waits a second after each EOT.
  test('rb takes a batch: names, sizes, times', async () => {
    const files = batch.filter(({ content }) => [0, 128, 1_025, 5_000].includes(content.length));
    const folder = await temporaryFolder();
    const rb = lrzszPeer('rb', [], folder);
    const sent = await send(rb, files);
    expect(sent).toMatchObject({ ok: true, value: { end: 'completed', retries: 0 } });
    expect(sent.ok && sent.value.files.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
    expect(await rb.exited).toBe(0);
    for (const { name, content } of files) {
      expect((await readFile(join(folder, name))).equals(content), name).toBe(true);
      expect((await stat(join(folder, name))).mtimeMs, name).toBe(1_700_000_000_000);
    }
  }, 60_000);

  test('sb gives a batch: names, sizes, times', async () => {
    const sb = await sbOf(batch);
    const sink = memorySink();
    expect(await receive(sb, sink)).toMatchObject({ ok: true, value: { end: 'completed', retries: 0 } });
    expect(await sb.exited).toBe(0);
    expect(sink.stored.map(({ offered }) => offered.name)).toEqual(batch.map(({ name }) => name));
    for (const [at, { name, content }] of batch.entries()) {
      const got = sink.stored[at];
      expect(got?.offered.bytes, name).toBe(content.length);
      expect(got?.content.equals(content), name).toBe(true);
      expect(got?.offered.modifiedMs, name).toBeGreaterThan(1_700_000_000_000);
    }
  });

  test('a mebibyte in both directions', async () => {
    const large = [{ name: 'large', content: randomContent(2 ** 20) }];
    const folder = await temporaryFolder();
    const rb = lrzszPeer('rb', [], folder);
    const sb = await sbOf(large);
    const sink = memorySink();
    const [sent, received] = await Promise.all([send(rb, large), receive(sb, sink)]);
    expect([sent, received]).toMatchObject([
      { ok: true, value: { end: 'completed' } },
      { ok: true, value: { end: 'completed' } },
    ]);
    await rb.exited;
    expect((await readFile(join(folder, 'large'))).equals(large[0]?.content ?? Buffer.of())).toBe(true);
    expect(sink.stored[0]?.content.equals(large[0]?.content ?? Buffer.of())).toBe(true);
  });

  test('damage on the way changes nothing that arrives', async () => {
    const noisy = { flipChance: 1 / 20_000, dropChance: 1 / 40_000, doubleChance: 1 / 40_000, seed: 3 };
    const files = [{ name: 'a', content: randomContent(60_000) }];
    const folder = await temporaryFolder();
    const rb = lrzszPeer('rb', [], folder, { toThem: noisy });
    const sb = await sbOf(files, noisy);
    const sink = memorySink();
    const [sent, received] = await Promise.all([send(rb, files), receive(sb, sink)]);
    expect([sent, received]).toMatchObject([
      { ok: true, value: { end: 'completed' } },
      { ok: true, value: { end: 'completed' } },
    ]);
    expect(sent.ok && sent.value.retries).toBeGreaterThan(0);
    expect(received.ok && received.value.retries).toBeGreaterThan(0);
    await rb.exited;
    expect((await readFile(join(folder, 'a'))).equals(files[0]?.content ?? Buffer.of())).toBe(true);
    expect(sink.stored[0]?.content.equals(files[0]?.content ?? Buffer.of())).toBe(true);
  }, 60_000);
});

describe('refusing and cancelling', () => {
  test('a refused file ends the transfer, and sb hears of it', async () => {
    const sb = await sbOf(batch.slice(3, 6));
    const sink = memorySink(({ name }) => name !== batch[4]?.name);
    expect(await receive(sb, sink)).toMatchObject({
      ok: true,
      value: { end: 'cancelled', files: [{ outcome: 'completed' }, { outcome: 'skipped', bytes: 0 }] },
    });
    expect(await sb.exited).not.toBe(0);
  });

  test('rb refuses a file that is there and may not be replaced', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'a'), 'mine');
    const rb = lrzszPeer('rb', ['-p'], folder);
    const sent = await send(rb, [{ name: 'a', content: randomContent(5_000) }]);
    expect(sent).toMatchObject({ ok: true, value: { end: 'cancelled-by-peer' } });
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('mine');
  });

  test('we stop in the middle, in both directions', async () => {
    const files = [{ name: 'a', content: randomContent(300_000) }];
    const folder = await temporaryFolder();
    const rb = lrzszPeer('rb', [], folder, { toThem: { baud: 115_200 } });
    const sb = await sbOf(files, { baud: 115_200 });
    const abort = new AbortController();
    const sink = memorySink();
    const both = Promise.all([send(rb, files, abort.signal), receive(sb, sink, abort.signal)]);
    await eventually(() => Math.min(rb.shim.passed().bToA, sb.shim.passed().aToB)).toBeGreaterThan(4);
    abort.abort();
    expect(await both).toMatchObject([
      { ok: true, value: { end: 'cancelled' } },
      { ok: true, value: { end: 'cancelled' } },
    ]);
    expect(await rb.exited).not.toBe(0);
    expect(await sb.exited).not.toBe(0);
  });

  test('they stop in the middle, in both directions', async () => {
    const files = [{ name: 'a', content: randomContent(300_000) }];
    const folder = await temporaryFolder();
    const rb = lrzszPeer('rb', [], folder, { toThem: { baud: 115_200 } });
    const sb = await sbOf(files, { baud: 115_200 });
    const sink = memorySink();
    const both = Promise.all([send(rb, files), receive(sb, sink)]);
    await eventually(() => Math.min(rb.shim.passed().bToA, sb.shim.passed().aToB)).toBeGreaterThan(4);
    rb.interrupt();
    sb.interrupt();
    expect(await both).toMatchObject([
      { ok: true, value: { end: 'cancelled-by-peer' } },
      { ok: true, value: { end: 'cancelled-by-peer' } },
    ]);
    expect(sink.stored).toEqual([]);
    expect(sink.abandoned()).toBe(1);
  });
});

describe('names', () => {
  test('sb may send a path that leads elsewhere; it arrives as it was sent, for the sink to judge', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'in'));
    await writeFile(join(folder, 'secret'), 'x');
    const sb = lrzszPeer('sb', ['-f', '../secret'], join(folder, 'in'));
    const sink = memorySink();
    expect(await receive(sb, sink)).toMatchObject({ ok: true, value: { end: 'completed' } });
    expect(sink.stored[0]?.offered.name).toBe('../secret');
  });

  test('a long name makes a header of 1024 bytes, which rb takes', async () => {
    const folder = await temporaryFolder();
    const rb = lrzszPeer('rb', [], folder);
    const name = `${'n'.repeat(200)}.bin`;
    expect(await send(rb, [{ name, content: randomContent(10) }])).toMatchObject({
      ok: true,
      value: { end: 'completed' },
    });
    await rb.exited;
    expect(await readdir(folder)).toEqual([name]);
  });
});
