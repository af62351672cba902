import { realpath } from 'node:fs/promises';
import { backOffMs } from '#platform/processes/back-off.ts';
import type { LineGone } from '#platform/serial/byte-line.ts';
import type { OpenLine } from '#platform/serial/open-serial-line.ts';
import type { SerialLine } from '#platform/serial/serial-line.ts';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import type { LineSettings } from '#shared/bridge/serial-ports.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { PortClaims } from './port-claims.ts';
import type { PortWatch } from './port-watch.ts';

export type LinkView = Pick<SerialConsole, 'state' | 'since' | 'failure' | 'nextTryAt'> & { path: string };

export interface LinkEvents {
  onBytes(bytes: Uint8Array): void;
  /** `lost`: pulled or failed. `settings`: open again with others. */
  onTurn(what: 'opened' | 'lost' | 'closed' | 'settings'): void;
  /** Anything of the view. */
  onChange(): void;
}

/** Keeps the port of a console open as long as it is wanted: opens, waits for the device, opens again where it came back. */
export interface ConsoleLink {
  view(): LinkView;
  settings(): LineSettings;
  /** Null unless it is open. */
  line(): SerialLine | null;
  /** Tries once, now. A failure is also in the view; whether it goes on trying is up to {@link keepTrying}. */
  open(): Promise<Result<null>>;
  /** From here on a failure means waiting. */
  keepTrying(): void;
  close(): Promise<void>;
  /** As `open` when the port has to be opened anew for it. Not taken while closed: then they count from the next opening. */
  change(settings: LineSettings): Promise<Result<null>>;
}

/** Between tries; a device that is seen again is tried at once. */
const waits = { firstMs: 500, maxMs: 5_000 };

export function createConsoleLink(deps: {
  path: string;
  identity: string;
  settings: LineSettings;
  /** For sentences about who has the port. */
  user: () => string;
  openLine: OpenLine;
  claims: PortClaims;
  watch: PortWatch;
  now: () => number;
  events: LinkEvents;
}): ConsoleLink {
  const { events, now } = deps;
  let settings = deps.settings;
  let line: SerialLine | null = null;
  let release = () => {};
  let tries = 0;
  let wanted = false;
  let persistent = false;
  let timer: NodeJS.Timeout | null = null;
  let stopLooking = () => {};
  let view: LinkView = { state: 'closed', since: now(), failure: null, nextTryAt: null, path: deps.path };
  // Opening, closing and changing never overlap.
  let queue: Promise<unknown> = Promise.resolve();

  function turn(state: LinkView['state'], change: Partial<LinkView> = {}): void {
    const since = state === view.state ? view.since : now();
    view = { ...view, state, since, failure: null, nextTryAt: null, ...change };
    events.onChange();
  }

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = queue.then(act);
    queue = done.catch(() => undefined);
    return done;
  }

  function stopWaiting(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    stopLooking();
  }

  function wait(failed: Failure): void {
    stopWaiting();
    tries += 1;
    const waitMs = backOffMs(tries, waits);
    timer = setTimeout(() => void inTurn(tryNow), waitMs);
    timer.unref();
    // Plugged in again: no need to wait for the timer.
    stopLooking = deps.watch.onLook((changed) => {
      if (changed) void inTurn(tryNow);
    });
    turn('waiting', { failure: failed, nextTryAt: now() + waitMs });
  }

  async function tryNow(): Promise<Result<null>> {
    if (!wanted || line !== null) return ok(null);
    stopWaiting();
    if (view.state !== 'waiting') turn('opening');
    const opened = await openOnce();
    if (!opened.ok) {
      if (persistent) wait(opened.failure);
      else turn('closed', { failure: opened.failure });
      return opened;
    }
    tries = 0;
    turn('open');
    events.onTurn('opened');
    return ok(null);
  }

  async function openOnce(): Promise<Result<null>> {
    const path = (await deps.watch.whereIs(deps.identity, view.path)) ?? null;
    if (path === null) return fail(failure('SERIAL_NOT_THERE', { port: view.path }));
    view = { ...view, path };
    const claimed = deps.claims.take(await realpath(path).catch(() => path), deps.user());
    if (!claimed.ok) return claimed;
    const opened = await deps.openLine(path, settings);
    if (!opened.ok) {
      claimed.value();
      return opened;
    }
    release = claimed.value;
    attach(opened.value);
    return ok(null);
  }

  function attach(opened: SerialLine): void {
    line = opened;
    opened.onBytes((bytes) => events.onBytes(bytes));
    opened.onClosed((why) => {
      if (line === opened) lost(why);
    });
  }

  function lost(why: LineGone): void {
    line = null;
    release();
    events.onTurn('lost');
    if (wanted) wait(failure('SERIAL_LINE_LOST', { port: view.path }, why.message));
  }

  async function shut(): Promise<boolean> {
    const open = line;
    line = null;
    if (open === null) return false;
    await open.close();
    release();
    return true;
  }

  return {
    view: () => view,
    settings: () => settings,
    line: () => line,
    open() {
      wanted = true;
      tries = 0;
      return inTurn(tryNow);
    },
    keepTrying() {
      persistent = true;
    },
    close() {
      wanted = false;
      stopWaiting();
      return inTurn(async () => {
        // An attempt that was under way may have begun to wait again.
        stopWaiting();
        if (await shut()) events.onTurn('closed');
        turn('closed');
      });
    },
    change: (next) =>
      inTurn(async () => {
        const before = settings;
        settings = next;
        if (line === null) return ok(null);
        if (onlyRateDiffers(before, next)) {
          const changed = await line.changeRate(next.baudRate);
          if (!changed.ok) settings = before;
          else events.onTurn('settings');
          return changed;
        }
        await shut();
        const opened = await openOnce();
        if (opened.ok) {
          events.onTurn('settings');
          events.onChange();
          return opened;
        }
        // Refused settings must not cost the console: it goes on with those that worked.
        settings = before;
        const again = await openOnce();
        if (!again.ok) wait(again.failure);
        return opened;
      }),
  };
}

const onlyRateDiffers = (a: LineSettings, b: LineSettings): boolean =>
  JSON.stringify({ ...a, baudRate: 0 }) === JSON.stringify({ ...b, baudRate: 0 });
