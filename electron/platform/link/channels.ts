import { maxChannels } from '#shared/gateway-api/console/link-messages.ts';
import { type Channel, type ChannelEvent, createChannel } from './channel.ts';
import type { LinkRole } from './frame.ts';
import { decodeMessage, encodeMessage } from './message.ts';

export type ChannelsEvent =
  | ChannelEvent
  | { type: 'opened'; channel: number }
  /** The peer frames nothing after this; why, as it says. */
  | { type: 'suspend'; why: string };

/** Many streams over one, each with its credit, none before its turn. No I/O, never throws. */
export interface Channels {
  /** Null: as many as may be are open. */
  open(): number | null;
  /** What is written to a channel that is gone is dropped. */
  write(channel: number, bytes: Uint8Array): void;
  end(channel: number): void;
  reset(channel: number): void;
  consumed(channel: number, bytes: number): void;
  /** After this nothing is sent until {@link Channels.goOn}. */
  suspend(why: string): void;
  isSuspended(): boolean;
  goOn(): void;
  receive(message: Uint8Array): ChannelsEvent[];
  /** The next message of at most `maxBytes`; null: none now. */
  next(maxBytes: number): Uint8Array | null;
  /** What happened because of {@link Channels.next}. */
  takeEvents(): ChannelsEvent[];
  /** All streams are gone. */
  clear(): ChannelsEvent[];
}

const idCount = 0x1_0000;

export function createChannels({ role }: { role: LinkRole }): Channels {
  // In the order in which they may speak: who did goes to the end.
  const channels = new Map<number, Channel>();
  let urgent: Uint8Array[] = [];
  let events: ChannelsEvent[] = [];
  let suspending: 'no' | 'wanted' | 'sent' = 'no';
  let suspendWhy = '';
  let lastId = 0;

  const forgetDone = (id: number, channel: Channel) => {
    if (channel.isDone()) channels.delete(id);
  };

  function freeId(): number {
    do lastId = (lastId + 1) % idCount;
    while (lastId === 0 || channels.has(lastId));
    return lastId;
  }

  function opened(id: number): ChannelsEvent[] {
    if (role === 'initiator' || channels.has(id)) return [];
    if (channels.size >= maxChannels) {
      // Bounded: a peer that floods us does not fill the memory with refusals.
      if (urgent.length < maxChannels) urgent.push(encodeMessage('reset', id));
      return [];
    }
    channels.set(id, createChannel(id, false));
    return [{ type: 'opened', channel: id }];
  }

  return {
    open() {
      if (channels.size >= maxChannels) return null;
      const id = freeId();
      channels.set(id, createChannel(id, true));
      return id;
    },
    write: (id, bytes) => channels.get(id)?.write(bytes),
    end: (id) => channels.get(id)?.end(),
    reset(id) {
      if (channels.delete(id)) urgent.push(encodeMessage('reset', id));
    },
    consumed: (id, bytes) => channels.get(id)?.consumed(bytes),
    suspend(why) {
      suspending = 'wanted';
      suspendWhy = why;
    },
    isSuspended: () => suspending === 'sent',
    goOn() {
      suspending = 'no';
    },
    receive(bytes) {
      const message = decodeMessage(bytes);
      if (message === null) return [];
      const { kind, channel: id } = message;
      if (kind === 'suspend') return [{ type: 'suspend', why: Buffer.from(message.body).toString() }];
      if (kind === 'open') return opened(id);
      const channel = channels.get(id);
      if (channel === undefined) return [];
      const happened = channel.receive(message);
      if (happened.some(({ type }) => type === 'reset')) {
        channels.delete(id);
        if (kind !== 'reset') urgent.push(encodeMessage('reset', id));
      } else {
        forgetDone(id, channel);
      }
      return happened;
    },
    next(maxBytes) {
      if (suspending === 'sent') return null;
      if (suspending === 'wanted') {
        suspending = 'sent';
        return encodeMessage('suspend', 0, Buffer.from(suspendWhy));
      }
      const first = urgent.shift();
      if (first !== undefined) return first;
      for (const [id, channel] of channels) {
        const sent = channel.next(maxBytes);
        if (sent === null) continue;
        channels.delete(id);
        channels.set(id, channel);
        events.push(...sent.events);
        forgetDone(id, channel);
        return sent.message;
      }
      return null;
    },
    takeEvents() {
      const taken = events;
      events = [];
      return taken;
    },
    clear() {
      const gone = [...channels.keys()].map((channel): ChannelsEvent => ({ type: 'reset', channel }));
      channels.clear();
      urgent = [];
      events = [];
      suspending = 'no';
      return gone;
    },
  };
}
