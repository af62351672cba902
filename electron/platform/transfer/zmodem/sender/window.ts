export interface Window {
  /** How much more may be under way when `inFlightBytes` are. */
  room(inFlightBytes: number): number;
  /** Whether a ZACK is to be asked for after so many bytes without one. */
  sampleDue(unsampledBytes: number): boolean;
  /** A ZACK for `offset` was asked for. */
  sampled(offset: number, nowMs: number): void;
  /** A ZACK came. */
  acked(offset: number, nowMs: number): void;
  /** What was asked for will not be answered. */
  reset(): void;
  /** The receiver went back: what was ahead of it was sent for nothing. */
  failed(): void;
  /** The shortest time that an answer took; a guess before the first. */
  roundTripMs(): number;
}

const firstBytes = 32 * 1024;
const leastBytes = 8 * 1024;
const unitBytes = 4 * 1024;
/** An answer this soon means that the line could take more; one this late that the rest only lies in buffers. */
const shortMs = 200;
const longMs = 1_000;
const guessedRoundTripMs = 500;

/**
 * How much is sent ahead of the receiver ("Window management"): about a second of the line, however fast that is. More would
 * only wait in buffers, be thrown away after an error, and hide that a cable was cut.
 */
export function createWindow(mostBytes: number): Window {
  let bytes = Math.min(firstBytes, mostBytes);
  let fastestMs = Number.POSITIVE_INFINITY;
  let open: { offset: number; atMs: number }[] = [];

  function adapt(tookMs: number): void {
    fastestMs = Math.min(fastestMs, tookMs);
    if (tookMs < shortMs) resize(1.5);
    else if (tookMs > longMs + 2 * fastestMs) resize(0.5);
  }
  function resize(factor: number): void {
    const whole = Math.floor((bytes * factor) / unitBytes) * unitBytes;
    bytes = Math.min(Math.max(whole, leastBytes), mostBytes);
  }
  return {
    room: (inFlightBytes) => Math.max(0, bytes - inFlightBytes),
    sampleDue: (unsampledBytes) => unsampledBytes >= bytes / 4,
    sampled: (offset, atMs) => void open.push({ offset, atMs }),
    acked(offset, nowMs) {
      const answered = open.findLast((sample) => sample.offset <= offset);
      open = open.filter((sample) => sample.offset > offset);
      if (answered !== undefined) adapt(nowMs - answered.atMs);
    },
    reset() {
      open = [];
    },
    failed: () => resize(0.5),
    roundTripMs: () => (fastestMs === Number.POSITIVE_INFINITY ? guessedRoundTripMs : fastestMs),
  };
}
