import { randomUUID } from 'node:crypto';
import type { TransferProgress } from '#platform/transfer/transfer-progress.ts';
import type { SerialTransfer } from '#shared/bridge/serial-transfer.ts';

/** What the screens see of a transfer. */
export interface TransferCard {
  view(): SerialTransfer;
  change(next: Partial<SerialTransfer>): void;
  onProgress(progress: TransferProgress): void;
  /** Once; what comes later changes nothing. */
  end(outcome: Partial<SerialTransfer>): void;
}

export function createTransferCard(deps: {
  consoleId: string;
  protocol: SerialTransfer['protocol'];
  direction: SerialTransfer['direction'];
  /** The device began; the user is asked first. */
  asks: boolean;
  folder: string | null;
  now: () => number;
  onChange(view: SerialTransfer): void;
}): TransferCard {
  const { consoleId, protocol, direction, asks, folder, now } = deps;
  let view: SerialTransfer = {
    ...{ id: randomUUID(), consoleId, protocol, direction, folder },
    state: asks ? 'asking' : 'running',
    question: asks ? { kind: 'start', direction } : null,
    ...{ file: null, bytes: 0, totalBytes: null, bytesPerSecond: 0, secondsLeft: null, retries: 0 },
    ...{ startedAt: now(), endedAt: null, end: null, summary: null, failure: null, files: [] },
  };

  function change(next: Partial<SerialTransfer>): void {
    view = { ...view, ...next };
    deps.onChange(view);
  }

  return {
    view: () => view,
    change,
    onProgress({ index, name, bytes, totalBytes, bytesPerSecond, secondsLeft, retries }) {
      if (view.state === 'ended') return;
      const file = { name, index, bytes: totalBytes };
      change({ file, bytes, totalBytes, bytesPerSecond, secondsLeft, retries });
    },
    end(outcome) {
      if (view.state !== 'ended') change({ ...outcome, state: 'ended', question: null, endedAt: now() });
    },
  };
}
