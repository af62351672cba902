import { windowFrames } from '#shared/gateway-api/console/frame-constants.ts';

export interface SentPayload {
  sequence: number;
  payload: Uint8Array;
}

/** What was sent and not acknowledged yet, in order; sequence numbers count modulo 256. */
export interface SendWindow {
  hasRoom(): boolean;
  add(payload: Uint8Array): SentPayload;
  /** The peer has everything before `expected`. Whether that was news; what was never sent is none. */
  acknowledge(expected: number): boolean;
  open(): readonly SentPayload[];
  clear(): void;
}

/** `bytes`: with so much under way nothing is added, however few frames it is. */
export function createSendWindow({ bytes }: { bytes: number }): SendWindow {
  let open: SentPayload[] = [];
  let next = 0;
  const openBytes = () => open.reduce((sum, { payload }) => sum + payload.length, 0);
  return {
    hasRoom: () => open.length < windowFrames && openBytes() < bytes,
    add(payload) {
      const sent = { sequence: next, payload };
      next = (next + 1) & 0xff;
      open.push(sent);
      return sent;
    },
    acknowledge(expected) {
      const base = open[0]?.sequence ?? next;
      const count = (expected - base) & 0xff;
      if (count === 0 || count > open.length) return false;
      open = open.slice(count);
      return true;
    },
    open: () => open,
    clear() {
      open = [];
      next = 0;
    },
  };
}
