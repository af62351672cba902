import type { PausableLine } from './line-ends.ts';

export interface Pace {
  /** Ten bits a byte: 8N1. Without it bytes pass at once. */
  baud?: number;
  /** How long a byte is under way after it has left. */
  delayMs?: number;
}

/** As much as a serial port's driver takes before it holds the program back. */
const bufferBytes = 4_096;
/** Waiting shorter than this is done by turns of the event loop: timers are a millisecond late. */
const spinMs = 1.5;

/** Lets bytes pass as a UART does; holds `source` back when more wait than a port's buffer takes. */
export function createPacer(pace: Pace, source: PausableLine, pass: (bytes: Uint8Array) => void) {
  const { baud = 0, delayMs = 0 } = pace;
  if (baud === 0 && delayMs === 0) return { add: pass, end: () => undefined };
  const msPerByte = baud > 0 ? 10_000 / baud : 0;
  /** What leaves together: about a millisecond of the line. */
  const pieceBytes = baud > 0 ? Math.max(1, Math.floor(1 / msPerByte)) : 65_536;
  const queue: { bytes: Uint8Array; atMs: number }[] = [];
  let lineFreeMs = 0;
  let waiting = 0;
  let running = false;
  let ended = false;

  function add(bytes: Uint8Array): void {
    const now = performance.now();
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const piece = bytes.subarray(at, at + pieceBytes);
      lineFreeMs = Math.max(lineFreeMs, now) + piece.length * msPerByte;
      queue.push({ bytes: piece, atMs: lineFreeMs + delayMs });
    }
    waiting += bytes.length;
    if (waiting > bufferBytes) source.pause();
    if (!running) wait();
  }

  function wait(): void {
    const next = queue[0];
    running = next !== undefined && !ended;
    if (next === undefined || ended) return;
    const leftMs = next.atMs - performance.now();
    if (leftMs > spinMs) setTimeout(release, leftMs - spinMs);
    else setImmediate(release);
  }

  function release(): void {
    const now = performance.now();
    for (let next = queue[0]; !ended && next !== undefined && next.atMs <= now; next = queue[0]) {
      queue.shift();
      waiting -= next.bytes.length;
      pass(next.bytes);
    }
    if (waiting <= bufferBytes) source.resume();
    wait();
  }

  return {
    add,
    end: () => {
      ended = true;
      source.resume();
    },
  };
}
