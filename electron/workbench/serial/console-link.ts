import type { OpenLine } from '#platform/serial/open-serial-line.ts';
import type { SerialLine } from '#platform/serial/serial-line.ts';
import type { LineSettings } from '#shared/bridge/serial-ports.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { createLinkState, type LinkView } from './link-state.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { type ClaimedLine, openClaimed } from './open-claimed.ts';
import type { PortClaims } from './port-claims.ts';
import type { PortWatch } from './port-watch.ts';
import { createReconnect } from './reconnect.ts';

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
  /** Whether it is to be open, also while it waits; null before it was open for the first time. */
  wanted(): boolean | null;
  /** Tries once, now. A failure is also in the view; whether it goes on trying is up to {@link keepTrying}. */
  open(): Promise<Result<null>>;
  /** From here on a failure means waiting. */
  keepTrying(): void;
  close(): Promise<void>;
  /** Failures as `open`; those that worked are taken again then. While not open they count from the next opening. */
  change(settings: LineSettings): Promise<Result<null>>;
}

export interface LinkDeps {
  path: string;
  identity: string;
  settings: LineSettings;
  /** Of a tab that is known already: whether it is to be open. Null: a new one. */
  wanted: boolean | null;
  /** For sentences about who has the port. */
  user: () => string;
  openLine: OpenLine;
  claims: PortClaims;
  watch: PortWatch;
  now: () => number;
  events: LinkEvents;
}

export function createConsoleLink(deps: LinkDeps): ConsoleLink {
  const { events, now, watch } = deps;
  let settings = deps.settings;
  let current: ClaimedLine | null = null;
  let wanted = deps.wanted === true;
  let persistent = deps.wanted !== null;
  const begins = wanted ? 'opening' : 'closed';
  const { view, turn, moveTo } = createLinkState(deps.path, begins, now, events.onChange);
  // Opening, closing and changing never overlap.
  const inTurn = createOneAtATime();
  const reconnect = createReconnect({ watch, now, tryNow: () => void inTurn(tryNow) });

  const wait = (failed: Failure) => turn('waiting', { failure: failed, nextTryAt: reconnect.wait() });

  async function tryNow(): Promise<Result<null>> {
    if (!wanted || current !== null) return ok(null);
    reconnect.stop();
    if (view().state !== 'waiting') turn('opening');
    const opened = await openOnce();
    if (!opened.ok) {
      if (persistent) wait(opened.failure);
      else turn('closed', { failure: opened.failure });
      return opened;
    }
    reconnect.reset();
    turn('open');
    events.onTurn('opened');
    return ok(null);
  }

  async function openOnce(): Promise<Result<null>> {
    const path = await watch.whereIs(deps.identity, view().path);
    if (path === null) return fail(failure('SERIAL_NOT_THERE', { port: view().path }));
    moveTo(path);
    const opened = await openClaimed(deps, { path, settings, user: deps.user() });
    if (!opened.ok) return opened;
    const claimed = opened.value;
    current = claimed;
    claimed.line.onBytes((bytes) => events.onBytes(bytes));
    claimed.line.onClosed((why) => {
      if (current !== claimed) return;
      current = null;
      claimed.release();
      events.onTurn('lost');
      if (wanted) wait(failure('SERIAL_LINE_LOST', { port: view().path }, why.message));
    });
    return ok(null);
  }

  async function shut(): Promise<boolean> {
    const open = current;
    current = null;
    await open?.line.close();
    open?.release();
    return open !== null;
  }

  async function change(next: LineSettings): Promise<Result<null>> {
    const before = settings;
    settings = next;
    if (current === null) return ok(null);
    const rateOnly = onlyRateDiffers(before, next);
    if (!rateOnly) await shut();
    const changed = rateOnly ? await current.line.changeRate(next.baudRate) : await openOnce();
    if (changed.ok) {
      events.onTurn('settings');
      events.onChange();
      return changed;
    }
    // Refused settings must not cost the console: it goes on with those that worked.
    settings = before;
    const again = rateOnly ? ok(null) : await openOnce();
    if (!again.ok) wait(again.failure);
    return changed;
  }

  return {
    view,
    settings: () => settings,
    line: () => current?.line ?? null,
    wanted: () => (persistent ? wanted : null),
    open() {
      wanted = true;
      reconnect.reset();
      return inTurn(tryNow);
    },
    keepTrying() {
      persistent = true;
      events.onChange();
    },
    close() {
      wanted = false;
      reconnect.stop();
      return inTurn(async () => {
        // An attempt that was under way may have begun to wait again.
        reconnect.stop();
        if (await shut()) events.onTurn('closed');
        turn('closed');
      });
    },
    change: (next) => inTurn(() => change(next)),
  };
}

const onlyRateDiffers = (a: LineSettings, b: LineSettings): boolean =>
  JSON.stringify({ ...a, baudRate: 0 }) === JSON.stringify({ ...b, baudRate: 0 });
