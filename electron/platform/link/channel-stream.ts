import { Duplex } from 'node:stream';
import { creditBytes } from '#shared/gateway-api/console/link-messages.ts';

/** What a stream does to its channel. */
export interface ChannelPort {
  write(bytes: Uint8Array): void;
  end(): void;
  reset(): void;
  consumed(bytes: number): void;
}

/** A channel as a socket, as far as Node's HTTP client and server want one. */
export interface ChannelSocket extends Duplex {
  /** Where the other end is, for logs and lock-outs, e.g. `serial:/dev/ttyUSB0`. */
  readonly remoteAddress: string;
}

export interface ChannelStream {
  socket: ChannelSocket;
  /** What happened to the channel. */
  data(bytes: Uint8Array): void;
  drained(): void;
  ended(): void;
  /** `error`: why; the stream ends with it. */
  reset(error: Error): void;
}

export function createChannelStream(port: ChannelPort, remoteAddress: string): ChannelStream {
  let onDrained: (() => void) | null = null;
  let unread = 0;
  let peerEnded = false;
  let finished = false;
  let isGone = false;
  const duplex = new Duplex({
    readableHighWaterMark: creditBytes / 2,
    read() {
      if (unread > 0) port.consumed(unread);
      unread = 0;
    },
    write(chunk: Uint8Array, _encoding, done) {
      manners.touch();
      onDrained = done;
      if (chunk.length === 0) drained();
      else port.write(chunk);
    },
    final(done) {
      finished = true;
      port.end();
      done();
    },
    destroy(error, done) {
      // Ended by both sides: what is still on its way is not taken back.
      if (!isGone && !(finished && peerEnded)) port.reset();
      isGone = true;
      onDrained = null;
      done(error);
    },
  });

  const manners = socketManners(duplex);
  // Whoever uses the stream hears of it, too; without a listener it would end the program.
  duplex.on('error', () => undefined);

  function drained(): void {
    manners.touch();
    const done = onDrained;
    onDrained = null;
    done?.();
  }

  return {
    socket: Object.assign(duplex, { remoteAddress }, manners.methods),
    data(bytes) {
      if (duplex.destroyed) return;
      manners.touch();
      // The reader has to catch up first; `read` is called when it has.
      if (duplex.push(bytes)) port.consumed(bytes.length);
      else unread += bytes.length;
    },
    drained,
    ended() {
      peerEnded = true;
      if (!duplex.destroyed) duplex.push(null);
    },
    reset(error) {
      isGone = true;
      duplex.destroy(error);
    },
  };
}

/** What Node's HTTP asks of a socket besides being a stream. */
function socketManners(duplex: Duplex) {
  let timer: NodeJS.Timeout | undefined;
  duplex.once('close', () => clearTimeout(timer));
  const itself = () => duplex;
  return {
    /** Something went or came. */
    touch: () => void timer?.refresh(),
    methods: {
      setTimeout(timeoutMs: number, listener?: () => void) {
        clearTimeout(timer);
        timer = timeoutMs > 0 ? setTimeout(() => duplex.emit('timeout'), timeoutMs).unref() : undefined;
        // As a socket does: 0 takes the listener back, or a kept connection would gather one a request.
        if (listener !== undefined) duplex.removeListener('timeout', listener);
        if (listener !== undefined && timeoutMs > 0) duplex.once('timeout', listener);
        return duplex;
      },
      setNoDelay: itself,
      setKeepAlive: itself,
      ref: itself,
      unref: itself,
    },
  };
}
