import { describe, expect, test } from 'vitest';
import type { FileSink, FileSource } from '#platform/transfer/file-ports.ts';
import type { ReceivingMachine, SendingMachine, Step } from '#platform/transfer/machine.ts';
import { receiveFiles, sendFiles } from '#platform/transfer/run-transfer.ts';
import type { TransferProgress } from '#platform/transfer/transfer-progress.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok } from '#shared/result.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { createMemoryLine } from '../../../fakes/memory-line.ts';

const nothing: Step = { send: [], data: [], events: [], deadlineMs: null };
const step = (parts: Partial<Step>): Step => ({ ...nothing, ...parts });
const text = (words: string) => Buffer.from(words);
const cancelled = step({
  send: [text('CAN')],
  events: [{ type: 'ended', end: 'cancelled', detail: 'asked' }],
});
const done = (end: 'completed' | 'timeout' = 'completed') => ({ type: 'ended', end, detail: '' }) as const;

/** A sender that sends two bytes of each piece it wants, until the source has no more. */
function piecewise(): SendingMachine {
  let offset = 0;
  const want = () => ({ type: 'want', index: 0, offset, bytes: 2 }) as const;
  return {
    start: () => step({ events: [{ type: 'file-started', index: 0, offset: 0 }, want()] }),
    feed: () => nothing,
    tick: () => nothing,
    cancel: () => cancelled,
    supply(bytes) {
      offset += bytes.length;
      if (bytes.length === 2) return step({ send: [bytes], events: [want()] });
      const ended = { type: 'file-ended', outcome: 'completed', bytes: offset, paddedBytes: 0 } as const;
      return step({ send: [bytes], events: [ended, done()] });
    },
  };
}

function sourceOf(content: Uint8Array): FileSource & { reads: number[]; openFiles: () => number } {
  const reads: number[] = [];
  let open = 0;
  return {
    files: [{ name: 'a.bin', bytes: content.length, modifiedMs: null }],
    reads,
    openFiles: () => open,
    async open() {
      open++;
      return ok({
        async read(offset, bytes) {
          reads.push(offset);
          return ok(content.subarray(offset, offset + bytes));
        },
        async close() {
          open--;
        },
      });
    },
  };
}

/** Takes a file at once; every feed is content; `!` ends it. */
function taker(): ReceivingMachine {
  return {
    start: () =>
      step({ events: [{ type: 'file-offered', file: { name: '../x', bytes: 4, modifiedMs: null } }] }),
    accept: () => step({ send: [text('go')] }),
    skip: () => step({ events: [done()] }),
    tick: () => step({ events: [done('timeout')] }),
    cancel: () => cancelled,
    feed(bytes) {
      if (String.fromCharCode(...bytes) !== '!') return step({ data: [bytes], send: [text('ack')] });
      const ended = { type: 'file-ended', outcome: 'completed', bytes: 4, paddedBytes: 0 } as const;
      return step({ send: [text('bye')], events: [ended, done()] });
    },
  };
}

function recordingSink(says: { write?: 'DISK'; end?: 'DISK' } = {}) {
  const heard: string[] = [];
  const full = () => fail(failure('TRANSFER_NO_SPACE', { file: 'x' }));
  const sink: FileSink = {
    async offer() {
      heard.push('offer');
      const writer = {
        async write(bytes: Uint8Array) {
          heard.push(`write ${bytes.length}`);
          return says.write === undefined ? ok(undefined) : full();
        },
        async end() {
          heard.push('end');
          return says.end === undefined ? ok(undefined) : full();
        },
        async abandon() {
          heard.push('abandon');
        },
      };
      return ok({ take: 'accept', offset: 0, name: 'x', writer });
    },
  };
  return { sink, heard };
}

/** What arrives at the far end, as text. */
function listen(line: { onBytes(listener: (bytes: Uint8Array) => void): () => void }) {
  let heard = '';
  line.onBytes((bytes) => {
    heard += Buffer.from(bytes).toString();
  });
  return () => heard;
}

describe('sending', () => {
  test('reads what is wanted, in order, and reports the file', async () => {
    const cable = createMemoryLine();
    const heard = listen(cable.far);
    const source = sourceOf(text('abcde'));
    const progress: TransferProgress[] = [];
    const sent = await sendFiles({
      line: cable.near,
      machine: piecewise(),
      source,
      onProgress: (seen) => progress.push(seen),
    });
    expect(sent).toMatchObject({
      ok: true,
      value: { end: 'completed', files: [{ name: 'a.bin', bytes: 5, outcome: 'completed' }] },
    });
    expect(heard()).toBe('abcde');
    expect(source.reads).toEqual([0, 2, 4]);
    expect(source.openFiles()).toBe(0);
    expect(progress.at(-1)).toMatchObject({ bytes: 5, totalBytes: 5, name: 'a.bin', retries: 0 });
  });

  test('is held back by a line that takes nothing: the next piece is not read', async () => {
    const cable = createMemoryLine();
    cable.far.pause();
    const source = sourceOf(text('abcde'));
    const sending = sendFiles({ line: cable.near, machine: piecewise(), source });
    await eventually(() => source.reads.length).toBe(1);
    await new Promise(setImmediate);
    expect(source.reads).toEqual([0]);
    cable.far.resume();
    expect(await sending).toMatchObject({ ok: true, value: { end: 'completed' } });
  });

  test('says that the line is gone, before and during', async () => {
    const cable = createMemoryLine();
    cable.far.pause();
    const sending = sendFiles({ line: cable.near, machine: piecewise(), source: sourceOf(text('abcde')) });
    cable.pull();
    expect(await sending).toMatchObject({ ok: false, failure: { code: 'TRANSFER_LINE_GONE' } });
    const again = sendFiles({ line: cable.near, machine: piecewise(), source: sourceOf(text('abcde')) });
    expect(await again).toMatchObject({ ok: false, failure: { code: 'TRANSFER_LINE_GONE' } });
  });

  test('ends with the failure of its source, and the peer hears of it', async () => {
    const cable = createMemoryLine();
    const heard = listen(cable.far);
    const source: FileSource = {
      files: [],
      open: async () => fail(failure('FILE_READ', { file: 'a', why: 'x' })),
    };
    const sent = await sendFiles({ line: cable.near, machine: piecewise(), source });
    expect(sent).toMatchObject({ ok: false, failure: { code: 'FILE_READ' } });
    expect(heard()).toBe('CAN');
  });
});

describe('receiving', () => {
  test('stores what arrives before it is acknowledged, and a whole file before the last word', async () => {
    const cable = createMemoryLine();
    const { sink, heard } = recordingSink();
    const receiving = receiveFiles({ line: cable.near, machine: taker(), sink });
    const said: string[] = [];
    cable.far.onBytes((bytes) => {
      said.push(`${Buffer.from(bytes).toString()} after ${heard.length}`);
      void cable.far.write(text(said.length === 1 ? 'abcd' : '!'));
    });
    expect(await receiving).toMatchObject({ ok: true, value: { end: 'completed', files: [{ name: 'x' }] } });
    expect(heard).toEqual(['offer', 'write 4', 'end']);
    await eventually(() => said).toEqual(['go after 1', 'ack after 2', 'bye after 3']);
  });

  test.each([{ write: 'DISK' }, { end: 'DISK' }] as const)(
    'a full disk at %o ends it and leaves nothing open',
    async (says) => {
      const cable = createMemoryLine();
      const { sink, heard } = recordingSink(says);
      const said = listen(cable.far);
      const receiving = receiveFiles({ line: cable.near, machine: taker(), sink });
      await eventually(said).toBe('go');
      await cable.far.write(text('abcd'));
      await cable.far.write(text('!'));
      expect(await receiving).toMatchObject({ ok: false, failure: { code: 'TRANSFER_NO_SPACE' } });
      expect(heard.at(-1)).toBe('abandon');
      expect(said()).not.toContain('bye');
    },
  );

  test('an abort cancels as the protocol wants it and abandons the file', async () => {
    const cable = createMemoryLine();
    const { sink, heard } = recordingSink();
    const said = listen(cable.far);
    const abort = new AbortController();
    const receiving = receiveFiles({ line: cable.near, machine: taker(), sink, signal: abort.signal });
    await eventually(said).toBe('go');
    abort.abort();
    expect(await receiving).toMatchObject({ ok: true, value: { end: 'cancelled', files: [] } });
    expect(said()).toBe('goCAN');
    expect(heard.at(-1)).toBe('abandon');
  });

  test('a machine that waits for nothing is ended by the watchdog, also when the line takes nothing', async () => {
    const cable = createMemoryLine();
    const { sink } = recordingSink();
    cable.far.pause();
    const deaf: ReceivingMachine = { ...taker(), cancel: () => nothing };
    const receiving = receiveFiles({ line: cable.near, machine: deaf, sink, stallMs: 20 });
    expect(await receiving).toMatchObject({ ok: true, value: { end: 'timeout' } });
  }, 20_000);

  test('bytes after the end belong to someone else', async () => {
    const cable = createMemoryLine();
    const { sink } = recordingSink();
    let feeds = 0;
    const machine = taker();
    const counting: ReceivingMachine = {
      ...machine,
      feed(bytes, nowMs) {
        feeds++;
        return machine.feed(bytes, nowMs);
      },
    };
    const receiving = receiveFiles({ line: cable.near, machine: counting, sink });
    await cable.far.write(text('!'));
    await cable.far.write(text('login:'));
    await receiving;
    expect(feeds).toBe(1);
  });

  test('a bug in a machine is thrown, not taken for an end', async () => {
    const cable = createMemoryLine();
    const { sink } = recordingSink();
    const broken: ReceivingMachine = {
      ...taker(),
      feed: () => {
        throw new TypeError('bug');
      },
    };
    const receiving = receiveFiles({ line: cable.near, machine: broken, sink });
    const seen = expect(receiving).rejects.toThrow('bug');
    await cable.far.write(text('x'));
    await seen;
  });
});
