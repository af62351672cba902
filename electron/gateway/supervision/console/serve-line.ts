import { decodeFrame } from '#platform/link/frame.ts';
import { createFrameParser } from '#platform/link/frame-parser.ts';
import { writeFrame } from '#platform/link/frame-writer.ts';
import {
  createLinkEndpoint,
  type LinkEndpoint,
  type LinkEndpointOptions,
} from '#platform/link/link-endpoint.ts';
import type { ByteLine } from '#platform/serial/byte-line.ts';
import type { ConsoleApi } from './console-api.ts';
import { runHumanConsole } from './human-console.ts';
import { createTerminal } from './terminal.ts';

interface ServeLineDeps
  extends Pick<LinkEndpointOptions, 'onChannel' | 'onLent' | 'remoteAddress' | 'baudRate' | 'timing'> {
  line: ByteLine;
  createApi(): ConsoleApi;
  banner(): string;
  name(): string;
  /** After so long without a key, who is logged in is logged out. */
  idleMs: number;
}

interface ServedLine {
  /** Logs out who is logged in, or says goodbye to the machine. The line stays open. */
  stop(): Promise<void>;
}

interface Person {
  feed(bytes: Uint8Array): void;
  leave(): Promise<void>;
}

/**
 * Serves one line: a login for people, and from the first whole frame on the link, until its peer says goodbye or is silent for
 * too long. A person who is logged in then is logged out: the line has somebody else at its end.
 */
export function serveLine(deps: ServeLineDeps): ServedLine {
  const { line } = deps;
  let parser = createFrameParser();
  let person: Person | null = null;
  let machine: LinkEndpoint | null = null;
  let stopped = false;

  function beginPerson(): void {
    if (stopped) return;
    parser = createFrameParser();
    person = servePerson(deps);
  }

  function beginMachine(frames: readonly Uint8Array[]): void {
    void person?.leave();
    person = null;
    const endpoint = createLinkEndpoint({
      ...deps,
      role: 'responder',
      first: Buffer.concat(frames.map(writeFrame)),
    });
    machine = endpoint;
    endpoint.onClosed((why) => {
      machine = null;
      if (why !== 'line-gone') beginPerson();
    });
  }

  const stopListening = line.onBytes((bytes) => {
    if (machine !== null || stopped) return;
    const { frames, outside } = parser.feed(bytes);
    // Ours come back on a line with echo.
    const theirs = frames.filter((frame) => decodeFrame(frame, 'responder') !== null);
    if (theirs.length > 0) beginMachine(theirs);
    else if (outside.length > 0) person?.feed(outside);
  });
  const stopGone = line.onClosed(() => {
    stopListening();
    void person?.leave();
  });
  beginPerson();
  return {
    async stop() {
      stopped = true;
      stopListening();
      stopGone();
      await Promise.all([person?.leave(), machine?.close()]);
    },
  };
}

function servePerson(deps: ServeLineDeps): Person {
  let isHere = true;
  const terminal = createTerminal({
    // What is still being said belongs to nobody when the line carries frames.
    write: (text) => void (isHere && deps.line.write(Buffer.from(text)).catch(() => undefined)),
    idleMs: deps.idleMs,
  });
  const done = runHumanConsole({ ...deps, terminal, api: deps.createApi() });
  return {
    feed: (bytes) => terminal.feed(bytes),
    leave() {
      isHere = false;
      terminal.close();
      return done;
    },
  };
}
