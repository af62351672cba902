import { randomBytes } from 'node:crypto';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { ByteLine } from '../serial/byte-line.ts';
import { type ChannelSocket, type ChannelStream, createChannelStream } from './channel-stream.ts';
import type { LinkRole } from './frame.ts';
import { createLentLine, type LentLine, type LentLineControl } from './lent-line.ts';
import { createLink, type LinkEvent, type LinkStep } from './link.ts';
import type { LinkTiming } from './link-timing.ts';
import type { LinkEnd } from './reliable-link.ts';

export type EndpointEnd = LinkEnd | 'line-gone';

/** The link on a real line: timers, and every channel as a stream. */
export interface LinkEndpoint {
  /** Resolves when the peer has answered; fails with LINK_NO_ANSWER, LINK_GONE. */
  ready: Promise<Result<null>>;
  /** A new stream to the peer; a destroyed one when the link is gone or has as many as it may have. */
  openChannel(): ChannelSocket;
  /** Makes the peer silent and the line free. Fails with LINK_GONE, LINK_BUSY. */
  lend(why: string): Promise<Result<LentLine>>;
  /** Once, also when it is over already. */
  onClosed(listener: (why: EndpointEnd) => void): void;
  /** Says goodbye. The line stays open. */
  close(): Promise<void>;
}

export interface LinkEndpointOptions {
  line: ByteLine;
  role: LinkRole;
  /** Null: a line without one, such as a bridge over the network. */
  baudRate: number | null;
  /** What streams call the other end. */
  remoteAddress: string;
  timing?: Partial<LinkTiming> | undefined;
  /** Bytes of the link that came before it was there. */
  first?: Uint8Array;
  onChannel?(socket: ChannelSocket): void;
  /** The peer has asked for the line; without it, the line goes back at once. */
  onLent?(why: string, lent: LentLine): void;
}

const bitsPerByte = 10;
const unknownBaudRate = 115_200;
/** A borrower that is about to end has so long after the peer has gone on. */
const borrowerGraceMs = 2_000;

export function createLinkEndpoint(options: LinkEndpointOptions): LinkEndpoint {
  const { line, role } = options;
  const link = createLink({
    role,
    newEpoch: () => randomBytes(4).readUInt32BE() || 1,
    bytesPerSecond: (options.baudRate ?? unknownBaudRate) / bitsPerByte,
    timing: options.timing,
  });
  const streams = new Map<number, ChannelStream>();
  const closedListeners: ((why: EndpointEnd) => void)[] = [];
  const readiness = Promise.withResolvers<Result<null>>();
  let borrowing: PromiseWithResolvers<Result<LentLine>> | null = null;
  let lent: LentLineControl | null = null;
  let closed: EndpointEnd | null = null;
  let timer: NodeJS.Timeout | undefined;
  let pumping = false;

  const now = () => performance.now();
  const gone = (why: string) => failure('LINK_GONE', { line: line.name, why: sentences[why] ?? why });
  const pumpSoon = () => {
    if (pumping || closed !== null) return;
    pumping = true;
    setImmediate(() => {
      pumping = false;
      if (closed === null) apply(link.pump(now()));
    });
  };

  function apply({ send, events, deadlineMs }: LinkStep): void {
    clearTimeout(timer);
    // A line that is gone tells it by itself.
    if (send.length > 0) line.write(Buffer.concat(send)).catch(() => undefined);
    if (deadlineMs !== null && closed === null) {
      timer = setTimeout(() => apply(link.tick(now())), Math.max(1, Math.ceil(deadlineMs - now())));
    }
    for (const event of events) happen(event);
  }

  function happen(event: LinkEvent): void {
    if (event.type === 'up') readiness.resolve(ok(null));
    else if (event.type === 'restarted') lent?.stop('the other side was started again');
    else if (event.type === 'closed') end(event.why);
    else if (event.type === 'suspended') lendNow(event.why);
    else if (event.type === 'peer-back') stopBorrowerSoon();
    else if (event.type === 'opened') options.onChannel?.(makeStream(event.channel).socket);
    else happenToStream(event);
  }

  function happenToStream(event: Extract<LinkEvent, { channel: number }>): void {
    const stream = streams.get(event.channel);
    if (event.type === 'data') stream?.data(event.bytes);
    if (event.type === 'drained') stream?.drained();
    if (event.type === 'ended') stream?.ended();
    if (event.type !== 'reset') return;
    streams.delete(event.channel);
    stream?.reset(new Error(gone('reset').message));
  }

  function makeStream(channel: number): ChannelStream {
    const told = (work: () => void) => {
      work();
      pumpSoon();
    };
    const stream = createChannelStream(
      {
        write: (bytes) => told(() => link.write(channel, bytes)),
        end: () => told(() => link.end(channel)),
        reset: () => told(() => link.reset(channel)),
        consumed: (bytes) => told(() => link.consumed(channel, bytes)),
      },
      options.remoteAddress,
    );
    streams.set(channel, stream);
    stream.socket.once('close', () => {
      if (streams.get(channel) === stream) streams.delete(channel);
    });
    return stream;
  }

  function lendNow(why: string): void {
    const control = createLentLine(line, () => {
      if (lent !== control) return;
      lent = null;
      if (closed === null) apply(link.resume(now()));
    });
    lent = control;
    const waiting = borrowing;
    borrowing = null;
    if (waiting !== null) waiting.resolve(ok(control.lent));
    else if (options.onLent !== undefined) options.onLent(why, control.lent);
    else control.lent.giveBack();
  }

  function stopBorrowerSoon(): void {
    const control = lent;
    setTimeout(() => control?.stop('the other side has ended the transfer'), borrowerGraceMs).unref();
  }

  function end(why: EndpointEnd): void {
    if (closed !== null) return;
    closed = why;
    clearTimeout(timer);
    stopListening();
    const failed = why === 'no-answer' ? failure('LINK_NO_ANSWER', { line: line.name }) : gone(why);
    readiness.resolve(fail(failed));
    borrowing?.resolve(fail(failed));
    lent?.stop(failed.message);
    for (const stream of streams.values()) stream.reset(new Error(failed.message));
    streams.clear();
    for (const listener of closedListeners.splice(0)) listener(why);
  }

  const stopBytes = line.onBytes((bytes) => {
    lent?.feed(bytes);
    apply(link.feed(bytes, now()));
  });
  const stopClosed = line.onClosed(() => end('line-gone'));
  function stopListening(): void {
    stopBytes();
    // A line may be gone already while we begin to listen to it.
    setImmediate(() => stopClosed());
  }

  apply(link.start(now()));
  if (options.first !== undefined) apply(link.feed(options.first, now()));
  return {
    ready: readiness.promise,
    openChannel() {
      const channel = closed === null ? link.open() : null;
      if (channel !== null) {
        pumpSoon();
        return makeStream(channel).socket;
      }
      const none = { write: noop, end: noop, reset: noop, consumed: noop };
      const stream = createChannelStream(none, options.remoteAddress);
      stream.socket.destroy(new Error(gone(closed ?? 'full').message));
      return stream.socket;
    },
    async lend(why) {
      if (closed !== null) return fail(gone(closed));
      if (lent !== null || borrowing !== null) return fail(failure('LINK_BUSY', { line: line.name }));
      borrowing = Promise.withResolvers();
      const { promise } = borrowing;
      link.suspend(why);
      pumpSoon();
      return promise;
    },
    onClosed(listener) {
      if (closed !== null) listener(closed);
      else closedListeners.push(listener);
    },
    async close() {
      if (closed === null) apply(link.bye(now()));
      await line.drain().catch(() => undefined);
    },
  };
}

const noop = (): void => undefined;

const sentences: Readonly<Record<string, string>> = {
  goodbye: 'the other side said goodbye',
  silent: 'nothing is heard from the other side any more',
  unacknowledged: 'the other side does not hear us',
  'line-gone': 'the cable was pulled or the port was closed',
  reset: 'the other side broke the connection off',
  full: 'it has as many connections as it may have',
};
