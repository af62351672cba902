/** Patience of XMODEM and YMODEM, as peers are used to it; lrzsz's own where nothing else is said. */
export interface Timing {
  /** Sender: between an answer and the next block. lrzsz drops input right after each ACK. [0…100], 0 on a native UART. */
  turnaroundDelayMs: number;
  /** Sender: for the answer to a block. */
  ackTimeoutMs: number;
  /** Sender: for the answer to the end of a file. The receiver may have to write it to flash first. */
  endTimeoutMs: number;
  /** Both: until the other side begins. */
  startTimeoutMs: number;
  /** Receiver: between two invitations while nobody sends. */
  inviteMs: number;
  /** Receiver: until the next block begins. */
  blockTimeoutMs: number;
  /** Receiver: until the next file is announced. */
  headerTimeoutMs: number;
  /** Receiver: between two bytes of a block. */
  gapMs: number;
  /** Receiver: after noise. Longer than the latency timer of a USB adapter (16 ms) and what a TCP bridge gathers. */
  quietMs: number;
}

export const defaultTiming: Timing = {
  turnaroundDelayMs: 2,
  ackTimeoutMs: 60_000,
  endTimeoutMs: 30_000,
  startTimeoutMs: 60_000,
  inviteMs: 3_000,
  blockTimeoutMs: 5_000,
  headerTimeoutMs: 10_000,
  gapMs: 1_000,
  quietMs: 100,
};

/** Errors in a row before a transfer is given up, and silent answers before its sender is. */
export const errorLimit = 10;
export const silenceLimit = 3;

/** Noise that never ends is cut into errors of this length; a block at 300 baud takes 35 s. */
export const noiseLimitMs = 40_000;
