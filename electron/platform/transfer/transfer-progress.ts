import { createRateMeter, type Transfer } from './rate-meter.ts';

export interface TransferProgress extends Transfer {
  /** Number of the file in this transfer, from 0. */
  index: number;
  /** As it is sent or stored; empty until one has begun. */
  name: string;
  /** Of the whole transfer. */
  retries: number;
}

/** Often enough to look alive, also when nothing moves. */
const intervalMs = 250;

export interface ProgressReporter {
  /** `offset`: what is there already. */
  begin(name: string, totalBytes: number | null, offset: number): void;
  /** Of the file that began last. */
  reach(bytes: number): void;
  retry(): void;
  retries(): number;
  /** Reports once more, and never again. */
  stop(): void;
}

/** Tells `onProgress` four times a second where a transfer stands: bytes of the current file, rate over 3 s, retries. */
export function createProgressReporter(onProgress: (progress: TransferProgress) => void): ProgressReporter {
  const now = () => performance.now();
  let meter = createRateMeter(null, now());
  let index = -1;
  let name = '';
  let retries = 0;
  const report = () => onProgress({ ...meter.read(now()), index: Math.max(0, index), name, retries });
  const timer = setInterval(report, intervalMs);
  return {
    begin(nextName, totalBytes, offset) {
      meter = createRateMeter(totalBytes, now(), offset);
      index++;
      name = nextName;
      report();
    },
    reach: (bytes) => meter.add(bytes, now()),
    retry() {
      retries++;
    },
    retries: () => retries,
    stop() {
      clearInterval(timer);
      report();
    },
  };
}
