import type { Failure } from '#shared/errors/failure.ts';
import type { Result } from '#shared/result.ts';
import { createFrameShare } from './frame-share.ts';
import { type OutputChunk, type OutputPart, outputParts } from './output-parts.ts';

/** One answer; decoding it must fit well into a frame. */
const readBytes = 128 * 1024;

export interface PumpDeps {
  read(from: number, maxBytes: number): Promise<Result<OutputChunk>>;
  /** Takes parts in order; resolves when this one is parsed. */
  take(part: OutputPart): Promise<void>;
  /** Resolves when what was taken is on the screen, or nobody looks. */
  drawn(): Promise<void>;
  /** Where to begin, once it is known what the host has. */
  begin(known: { total: number; cutBefore: number }): number;
  /** Reading stops until the next {@link Pump.kick}. */
  onFailure(failure: Failure): void;
}

export interface Pump {
  /** So much has arrived, as far as the host told. */
  arrived(total: number): void;
  /** Looks whether there is more, also after a failure. */
  kick(): void;
  stop(): void;
}

/**
 * Pulls the output of one console to its screen: each byte once and in order, whatever the sizes of answers, never more
 * ahead of the screen than one answer, and between two frames not more than it can parse in a part of one.
 */
export function createPump(deps: PumpDeps): Pump {
  let next: number | null = null;
  let total = 0;
  let running = false;
  let again = false;
  let stopped = false;
  const share = createFrameShare();
  /** Taken since the last frame that was waited for. */
  let bytes = 0;

  async function give(output: OutputChunk, wanted: number): Promise<void> {
    let taking: Promise<void>[] = [];
    let startedMs = performance.now();
    for (const part of outputParts(output, wanted)) {
      if (stopped) return;
      taking.push(deps.take(part));
      bytes += part.kind === 'bytes' ? part.bytes.length : 0;
      if (bytes < share.bytes()) continue;
      await Promise.all(taking);
      share.took(performance.now() - startedMs);
      await deps.drawn();
      taking = [];
      bytes = 0;
      startedMs = performance.now();
    }
    await Promise.all(taking);
  }

  /** Reads once; false when there is nothing more to read now. */
  async function step(): Promise<boolean> {
    const wanted: number = next ?? Number.MAX_SAFE_INTEGER;
    const result = await deps.read(wanted, next === null ? 1 : readBytes);
    if (stopped) return false;
    if (!result.ok) {
      deps.onFailure(result.failure);
      return false;
    }
    const output = result.value;
    total = Math.max(total, output.total);
    if (next === null) {
      next = deps.begin(output);
      return next < total;
    }
    const before = next;
    next = Math.max(next, output.from + output.bytes.length);
    await give(output, wanted);
    return !stopped && next > before && next < total;
  }

  async function run(): Promise<void> {
    if (running || stopped) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      while (await step());
    } while (again && !stopped);
    running = false;
  }

  void run();
  return {
    arrived(known) {
      total = Math.max(total, known);
      if (next === null || next < total) void run();
    },
    kick: () => void run(),
    stop() {
      stopped = true;
    },
  };
}
