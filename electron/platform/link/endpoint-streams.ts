import { type ChannelSocket, type ChannelStream, createChannelStream } from './channel-stream.ts';
import type { Link, LinkEvent } from './link.ts';

/** The channels of a link as streams. */
export interface EndpointStreams {
  add(channel: number): ChannelSocket;
  /** A stream that never was: it ends with `error`. */
  refused(error: Error): ChannelSocket;
  happen(event: Extract<LinkEvent, { channel: number }>, resetError: () => Error): void;
  /** All of them end. */
  clear(error: Error): void;
}

const nowhere = { write: noop, end: noop, reset: noop, consumed: noop };

export function createEndpointStreams(deps: {
  link: Pick<Link, 'write' | 'end' | 'reset' | 'consumed'>;
  /** Something was told to a channel that has to go out. */
  onTold(): void;
  remoteAddress: string;
}): EndpointStreams {
  const { link, onTold, remoteAddress } = deps;
  const streams = new Map<number, ChannelStream>();
  const told = (work: () => void) => {
    work();
    onTold();
  };
  return {
    add(channel) {
      const stream = createChannelStream(
        {
          write: (bytes) => told(() => link.write(channel, bytes)),
          end: () => told(() => link.end(channel)),
          reset: () => told(() => link.reset(channel)),
          consumed: (bytes) => told(() => link.consumed(channel, bytes)),
        },
        remoteAddress,
      );
      streams.set(channel, stream);
      stream.socket.once('close', () => {
        if (streams.get(channel) === stream) streams.delete(channel);
      });
      return stream.socket;
    },
    refused(error) {
      const { socket } = createChannelStream(nowhere, remoteAddress);
      socket.destroy(error);
      return socket;
    },
    happen(event, resetError) {
      const stream = streams.get(event.channel);
      if (event.type === 'data') stream?.data(event.bytes);
      if (event.type === 'drained') stream?.drained();
      if (event.type === 'ended') stream?.ended();
      if (event.type !== 'reset') return;
      streams.delete(event.channel);
      stream?.reset(resetError());
    },
    clear(error) {
      for (const stream of streams.values()) stream.reset(error);
      streams.clear();
    },
  };
}

function noop(): void {
  // Nobody is there.
}
