import { randomBytes } from 'node:crypto';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { ByteLine } from '../serial/byte-line.ts';
import type { ChannelSocket } from './channel-stream.ts';
import { createEndpointStreams } from './endpoint-streams.ts';
import type { LinkRole } from './frame.ts';
import { createLending } from './lending.ts';
import type { LentLine } from './lent-line.ts';
import { createLink, type Link, type LinkEnd, type LinkEvent } from './link.ts';
import { createLinkRunner } from './link-runner.ts';
import type { LinkTiming } from './link-timing.ts';

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
  onLent?: ((why: string, lent: LentLine) => void) | undefined;
}

const bitsPerByte = 10;
const unknownBaudRate = 115_200;

export function createLinkEndpoint(options: LinkEndpointOptions): LinkEndpoint {
  const { line } = options;
  const link = linkOf(options);
  const readiness = Promise.withResolvers<Result<null>>();
  const closing = createClosing();
  const runner = createLinkRunner({ line, link, happen });
  const streams = createEndpointStreams({ ...options, link, onTold: runner.pumpSoon });
  const lending = createLending({
    line,
    onLent: options.onLent,
    onReturned: () => runner.run((nowMs) => link.resume(nowMs)),
  });
  const gone = (why: string) => failure('LINK_GONE', { line: line.name, why: sentences[why] ?? why });

  function happen(event: LinkEvent): void {
    if (event.type === 'up') readiness.resolve(ok(null));
    else if (event.type === 'restarted') lending.stop('the other side was started again');
    else if (event.type === 'closed') end(event.why);
    else if (event.type === 'suspended') lending.begin(event.why);
    else if (event.type === 'peer-back') lending.peerBack();
    else if (event.type === 'opened') options.onChannel?.(streams.add(event.channel));
    else streams.happen(event, () => new Error(gone('reset').message));
  }

  function end(why: EndpointEnd): void {
    if (closing.why() !== null) return;
    runner.stop();
    stopBytes();
    const failed = why === 'no-answer' ? failure('LINK_NO_ANSWER', { line: line.name }) : gone(why);
    readiness.resolve(fail(failed));
    lending.end(failed);
    streams.clear(new Error(failed.message));
    closing.close(why);
  }

  const stopBytes = line.onBytes((bytes) => {
    lending.feed(bytes);
    runner.run((nowMs) => link.feed(bytes, nowMs));
  });
  runner.run((nowMs) => link.start(nowMs));
  const { first } = options;
  if (first !== undefined) runner.run((nowMs) => link.feed(first, nowMs));
  closing.listen(line.onClosed(() => end('line-gone')));
  return {
    ready: readiness.promise,
    openChannel() {
      const channel = closing.why() === null ? link.open() : null;
      if (channel === null) return streams.refused(new Error(gone(closing.why() ?? 'full').message));
      runner.pumpSoon();
      return streams.add(channel);
    },
    async lend(why) {
      const closed = closing.why();
      if (closed !== null) return fail(gone(closed));
      return lending.ask(() => {
        link.suspend(why);
        runner.pumpSoon();
      });
    },
    onClosed: closing.onClosed,
    async close() {
      runner.run((nowMs) => link.bye(nowMs));
      await line.drain().catch(() => undefined);
    },
  };
}

const linkOf = ({ role, baudRate, timing }: LinkEndpointOptions): Link =>
  createLink({
    role,
    newEpoch: () => randomBytes(4).readUInt32BE() || 1,
    bytesPerSecond: (baudRate ?? unknownBaudRate) / bitsPerByte,
    timing,
  });

function createClosing() {
  const listeners: ((why: EndpointEnd) => void)[] = [];
  let closed: EndpointEnd | null = null;
  let stopListening: () => void = () => undefined;
  return {
    why: () => closed,
    /** `stop` ends the listening to the line, which may be gone already. */
    listen(stop: () => void): void {
      stopListening = stop;
      if (closed !== null) stop();
    },
    close(why: EndpointEnd): void {
      closed = why;
      stopListening();
      for (const listener of listeners.splice(0)) listener(why);
    },
    onClosed(listener: (why: EndpointEnd) => void): void {
      if (closed !== null) listener(closed);
      else listeners.push(listener);
    },
  };
}

const sentences: Readonly<Record<string, string>> = {
  goodbye: 'the other side said goodbye',
  silent: 'nothing is heard from the other side any more',
  unacknowledged: 'the other side does not hear us',
  'line-gone': 'the cable was pulled or the port was closed',
  reset: 'the other side broke the connection off',
  full: 'it has as many connections as it may have',
};
