import {
  linkVersion,
  maxPayloadBytes,
  minPayloadBytes,
} from '#shared/gateway-api/console/frame-constants.ts';
import type { Frame } from './frame.ts';

/** How the two sides learn of one another's epochs, and that the other one was started again. */
export interface Handshake {
  isUp(): boolean;
  hello(): Frame;
  /** Of this session. */
  tag(): number;
  payloadBytes(): number;
  /** `restarted`: the peer that was there is another one now. `reply`: it needs our hello. */
  receive(hello: Extract<Frame, { type: 'hello' }>): {
    restarted: boolean;
    becameUp: boolean;
    reply: boolean;
  };
  /** A frame with this tag came. Whether it is of this session: only a peer that knows both epochs can make it. */
  fits(tag: number): boolean;
}

export function createHandshake(options: { newEpoch(): number; payloadBytes: number }): Handshake {
  const mine = options.newEpoch();
  let peer = 0;
  let up = false;
  let payloadBytes = options.payloadBytes;
  const tag = () => fold(mine) ^ fold(peer);
  return {
    isUp: () => up,
    hello: () => ({
      type: 'hello',
      version: linkVersion,
      epoch: mine,
      peerEpoch: peer,
      payloadBytes: options.payloadBytes,
    }),
    tag,
    payloadBytes: () => payloadBytes,
    receive(hello) {
      const isOther = hello.epoch !== peer;
      const restarted = isOther && up;
      if (isOther) {
        peer = hello.epoch;
        up = false;
        const wanted = Math.min(Math.max(hello.payloadBytes, minPayloadBytes), maxPayloadBytes);
        payloadBytes = Math.min(options.payloadBytes, wanted);
      }
      const knowsUs = hello.peerEpoch === mine;
      const becameUp = knowsUs && !up;
      up ||= knowsUs;
      return { restarted, becameUp, reply: becameUp || !knowsUs };
    },
    fits(given) {
      if (peer === 0 || given !== tag()) return false;
      up = true;
      return true;
    },
  };
}

const fold = (epoch: number): number => ((epoch >>> 16) ^ epoch) & 0xffff;
