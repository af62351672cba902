/** When the link asks again and when it gives up. */
export interface LinkTiming {
  /** Between two hellos that nobody answers, and between two to a peer that speaks of another session. */
  helloMs: number;
  /** Hellos of the initiator, then it gives up; the responder waits as long. */
  helloTries: number;
  /** From the moment a frame has left to the acknowledgement, beside what the line itself takes. */
  ackMs: number;
  /** Retransmissions in a row without progress; the wait doubles with each up to {@link maxAckMs}. */
  retries: number;
  maxAckMs: number;
  /** Silence after which the peer is asked whether it is there. */
  pingMs: number;
  /** Silence after which it is not. */
  silentMs: number;
}

/** An adapter on USB holds bytes back for 16 ms, a bridge over the network for tenths of a second. */
export const linkTiming: LinkTiming = {
  helloMs: 1_000,
  helloTries: 10,
  ackMs: 500,
  retries: 8,
  maxAckMs: 8_000,
  pingMs: 5_000,
  silentMs: 20_000,
};
