import { creditBytes, messageHeaderBytes } from '#shared/gateway-api/console/link-messages.ts';
import { encodeMessage, type Message } from './message.ts';
import { createByteHistory } from './packed-bytes.ts';

export type ChannelEvent =
  | { type: 'data'; channel: number; bytes: Uint8Array }
  /** Nothing more comes from the peer. */
  | { type: 'ended'; channel: number }
  /** Gone both ways, at once. */
  | { type: 'reset'; channel: number }
  /** Everything that was written is on its way. */
  | { type: 'drained'; channel: number };

/** One stream in both directions within its credits. */
export interface Channel {
  write(bytes: Uint8Array): void;
  end(): void;
  /** The reader took so many bytes: the peer may send more. */
  consumed(bytes: number): void;
  receive(message: Message): ChannelEvent[];
  /** The next message of at most `maxBytes`; null: none now. */
  next(maxBytes: number): { message: Uint8Array; events: ChannelEvent[] } | null;
  /** Ended by both sides, and nothing left to send. */
  isDone(): boolean;
}

export function createChannel(id: number, opening: boolean): Channel {
  const outgoing = createByteHistory();
  const incoming = createByteHistory();
  let waiting: Buffer = Buffer.alloc(0);
  let mayOpen = opening;
  let credit = creditBytes;
  /** What the peer may send, and what it may send more but does not know yet. */
  let granted = creditBytes;
  let owed = 0;
  let end: 'open' | 'wanted' | 'sent' = 'open';
  let peerEnded = false;

  const reset = (): ChannelEvent[] => [{ type: 'reset', channel: id }];

  function receiveData(body: Uint8Array, deflated: boolean): ChannelEvent[] {
    const plain = incoming.unpack(body, deflated);
    if (plain === null || peerEnded || plain.length > granted) return reset();
    granted -= plain.length;
    return plain.length === 0 ? [] : [{ type: 'data', channel: id, bytes: plain }];
  }

  return {
    write(bytes) {
      waiting = Buffer.concat([waiting, bytes]);
    },
    end() {
      if (end === 'open') end = 'wanted';
    },
    consumed(bytes) {
      owed += bytes;
    },
    receive({ kind, body }) {
      if (kind === 'data' || kind === 'deflated') return receiveData(body, kind === 'deflated');
      if (kind === 'reset') return reset();
      if (kind === 'credit' && body.length === 4) {
        credit = Math.min(credit + Buffer.from(body).readUInt32BE(0), creditBytes);
      }
      if (kind !== 'end' || peerEnded) return [];
      peerEnded = true;
      return [{ type: 'ended', channel: id }];
    },
    next(maxBytes) {
      const plain = (message: Uint8Array) => ({ message, events: [] });
      if (mayOpen) {
        mayOpen = false;
        return plain(encodeMessage('open', id));
      }
      // In halves, not for every byte that was read.
      if (owed >= creditBytes / 2 && !peerEnded) {
        const body = Buffer.alloc(4);
        body.writeUInt32BE(owed);
        granted += owed;
        owed = 0;
        return plain(encodeMessage('credit', id, body));
      }
      const sendable = waiting.subarray(0, credit);
      if (sendable.length > 0) {
        const { deflated, body, taken } = outgoing.pack(sendable, maxBytes - messageHeaderBytes);
        waiting = waiting.subarray(taken);
        credit -= taken;
        const message = encodeMessage(deflated ? 'deflated' : 'data', id, body);
        return { message, events: waiting.length === 0 ? [{ type: 'drained', channel: id }] : [] };
      }
      if (end !== 'wanted' || waiting.length > 0) return null;
      end = 'sent';
      return plain(encodeMessage('end', id));
    },
    isDone: () => end === 'sent' && peerEnded,
  };
}
