import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConsoleMark } from '#shared/bridge/serial-console.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok } from '#shared/result.ts';
import {
  maxPartBytes,
  type OutputChunk,
  type OutputPart,
} from '../../../../../../renderer/features/serial/terminal/output-parts.ts';
import { createPump } from '../../../../../../renderer/features/serial/terminal/pump.ts';
import { eventually } from '../../../../../fakes/eventually.ts';

/** What the device sends: every byte tells its offset, so that a lost or doubled one is seen. */
const stream = Uint8Array.from({ length: 400_000 }, (_, offset) => (offset * 31 + (offset >> 8)) & 0xff);

interface Host {
  total: number;
  cutBefore: number;
  marks: ConsoleMark[];
  /** Answers hold at most so many bytes, in turn. */
  sizes: readonly number[];
}

/** Reads as the host does: from the oldest that is kept, and less than asked for whenever it likes. */
function hostOf(host: Host) {
  let turn = 0;
  return async (from: number, maxBytes: number) => {
    const start = Math.min(Math.max(from, host.cutBefore), host.total);
    const size = host.sizes[turn++ % host.sizes.length] ?? maxBytes;
    const end = Math.min(start + Math.min(size, maxBytes), host.total);
    const first = host.marks.findLast(({ kind, offset }) => kind === 'bytes' && offset <= start);
    const within = host.marks.filter(({ offset }) => offset >= start && offset < end);
    const marks = first && !within.includes(first) ? [first, ...within] : within;
    const chunk: OutputChunk = {
      from: start,
      total: host.total,
      cutBefore: host.cutBefore,
      marks,
      bytes: stream.slice(start, end),
    };
    return ok(chunk);
  };
}

const collect = () => {
  const parts: OutputPart[] = [];
  const bytes = () =>
    Buffer.concat(parts.map((part) => (part.kind === 'bytes' ? part.bytes : new Uint8Array())));
  const length = () => parts.reduce((sum, part) => sum + (part.kind === 'bytes' ? part.bytes.length : 0), 0);
  return { parts, bytes, length };
};

const pumpFrom = (
  host: Host,
  begin: number,
  screen: ReturnType<typeof collect>,
  take?: () => Promise<void>,
) =>
  createPump({
    read: hostOf(host),
    take: async (part) => {
      screen.parts.push(part);
      await take?.();
    },
    drawn: async () => undefined,
    begin: ({ cutBefore }) => Math.max(begin, cutBefore),
    onFailure: () => {},
  });

describe('the pump', () => {
  test('gives every byte once and in order, however it arrives and however answers are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 5 }),
        async (arrivals, sizes) => {
          const host: Host = { total: 0, cutBefore: 0, marks: [], sizes };
          const screen = collect();
          const pump = pumpFrom(host, 0, screen);
          for (const [turn, size] of arrivals.entries()) {
            host.marks.push({ offset: host.total, at: turn, kind: 'bytes' });
            host.total += size;
            pump.arrived(host.total);
            // Some arrive while it reads, some after it has read all.
            if (turn % 2 === 0) await Promise.resolve();
          }
          await eventually(() => screen.length()).toBe(host.total);
          pump.stop();
          expect(screen.bytes().equals(stream.subarray(0, host.total))).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('says where bytes are missing that were let go before they were read, and goes on behind them', async () => {
    const host: Host = { total: 1_000, cutBefore: 0, marks: [], sizes: [1_000] };
    const screen = collect();
    const pump = pumpFrom(host, 0, screen);
    await eventually(() => screen.length()).toBe(1_000);
    host.total = 9_000;
    host.cutBefore = 5_000;
    pump.arrived(9_000);
    await eventually(() => screen.length()).toBe(5_000);
    expect(screen.parts.filter(({ kind }) => kind === 'cut')).toEqual([{ kind: 'cut', bytes: 4_000 }]);
    expect(screen.bytes().subarray(1_000).equals(stream.subarray(5_000, 9_000))).toBe(true);
    pump.stop();
  });

  test('gives no more than it can parse between two frames, and not the next before this one is drawn', async () => {
    const host: Host = { total: 400_000, cutBefore: 0, marks: [], sizes: [Number.MAX_SAFE_INTEGER] };
    const screen = collect();
    const waiting: (() => void)[] = [];
    const pump = createPump({
      read: hostOf(host),
      take: async (part) => void screen.parts.push(part),
      drawn: () => new Promise((resolve) => waiting.push(resolve)),
      begin: () => 0,
      onFailure: () => {},
    });
    await eventually(() => waiting.length).toBe(1);
    expect(screen.length()).toBe(4 * 1024);
    let before = screen.length();
    while (screen.length() < host.total) {
      for (const done of waiting.splice(0)) done();
      await eventually(() => waiting.length > 0 || screen.length() === host.total).toBe(true);
      expect(screen.length() - before).toBeLessThanOrEqual(128 * 1024 + maxPartBytes);
      before = screen.length();
    }
    expect(screen.bytes().equals(stream)).toBe(true);
    pump.stop();
  });

  test('is behind by one answer when the screen takes nothing', async () => {
    const host: Host = { total: 400_000, cutBefore: 0, marks: [], sizes: [Number.MAX_SAFE_INTEGER] };
    const screen = collect();
    let reads = 0;
    const read = hostOf(host);
    const pump = createPump({
      read: (from, maxBytes) => {
        reads += 1;
        return read(from, maxBytes);
      },
      take: (part) => {
        screen.parts.push(part);
        return new Promise(() => undefined);
      },
      drawn: async () => undefined,
      begin: () => 0,
      onFailure: () => {},
    });
    await eventually(() => screen.length()).toBe(4 * 1024);
    for (const total of [400_001, 400_002]) pump.arrived(total);
    await new Promise((resolve) => setImmediate(resolve));
    // One to learn what there is, one for content.
    expect(reads).toBe(2);
    pump.stop();
  });

  test('stops at a failure, tells it, and goes on where it was when it is asked to', async () => {
    const host: Host = { total: 3_000, cutBefore: 0, marks: [], sizes: [700] };
    const read = hostOf(host);
    const screen = collect();
    let broken = false;
    const failures: string[] = [];
    const pump = createPump({
      read: async (from, maxBytes) => (broken ? fail(failure('BRIDGE_CLOSED')) : read(from, maxBytes)),
      take: async (part) => {
        screen.parts.push(part);
        if (screen.length() === 1_400) broken = true;
      },
      drawn: async () => undefined,
      begin: () => 0,
      onFailure: ({ code }) => failures.push(code),
    });
    await eventually(() => failures).toEqual(['BRIDGE_CLOSED']);
    broken = false;
    pump.kick();
    await eventually(() => screen.length()).toBe(3_000);
    expect(screen.bytes().equals(stream.subarray(0, 3_000))).toBe(true);
    pump.stop();
  });

  test('begins where it is told once it is known what the host has', async () => {
    const host: Host = { total: 5_000, cutBefore: 100, marks: [], sizes: [5_000] };
    const screen = collect();
    const pump = pumpFrom(host, 4_000, screen);
    await eventually(() => screen.length()).toBe(1_000);
    expect(screen.parts[0]).toMatchObject({ kind: 'bytes', offset: 4_000 });
    pump.stop();
  });

  test('once stopped it gives nothing more', async () => {
    const host: Host = { total: 10, cutBefore: 0, marks: [], sizes: [10] };
    const screen = collect();
    const pump = pumpFrom(host, 0, screen);
    await eventually(() => screen.length()).toBe(10);
    pump.stop();
    host.total = 20;
    pump.arrived(20);
    await new Promise((resolve) => setImmediate(resolve));
    expect(screen.length()).toBe(10);
  });

  test('pieces are small enough to be drawn between two frames', async () => {
    const host: Host = { total: 100_000, cutBefore: 0, marks: [], sizes: [100_000] };
    const screen = collect();
    const pump = pumpFrom(host, 0, screen);
    await eventually(() => screen.length()).toBe(100_000);
    for (const part of screen.parts) {
      if (part.kind === 'bytes') expect(part.bytes.length).toBeLessThanOrEqual(maxPartBytes);
    }
    pump.stop();
  });
});
