import { LineGone } from '#platform/serial/byte-line.ts';
import type { OpenLine } from '#platform/serial/open-serial-line.ts';
import type { FoundPort } from '#platform/serial/port-identity.ts';
import type { ControlSignals, SerialLine } from '#platform/serial/serial-line.ts';
import type { SerialConsole as ConsoleView } from '#shared/bridge/serial-console.ts';
import type { ConsoleHabits, LineSettings } from '#shared/bridge/serial-ports.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type BorrowedLine, lend } from './borrowed-line.ts';
import { type ConsoleLink, createConsoleLink } from './console-link.ts';
import { type ConsoleLogging, createConsoleLogging } from './console-logging.ts';
import { type ConsoleTasks, createConsoleTasks } from './console-tasks.ts';
import { createModemWatch } from './modem-watch.ts';
import { createOutputRing, type OutputRing } from './output-ring.ts';
import { createPaced } from './paced.ts';
import type { PortClaims } from './port-claims.ts';
import type { PortWatch } from './port-watch.ts';
import { createStuckGuard } from './stuck-guard.ts';

/** A tab of the host: a port, what arrived on it, and what is being done with it. */
export interface SerialConsole {
  readonly id: string;
  readonly port: FoundPort;
  view(): ConsoleView;
  readonly link: Pick<ConsoleLink, 'open' | 'keepTrying' | 'close' | 'change' | 'settings' | 'view'>;
  readonly output: OutputRing;
  readonly log: ConsoleLogging;
  readonly tasks: ConsoleTasks;
  /** Of the user. Failures: SERIAL_NOT_OPEN, SERIAL_LINE_BUSY, SERIAL_LINE_LOST, SERIAL_WRITE_STUCK. */
  write(bytes: Uint8Array): Promise<Result<null>>;
  /** Whether the user may send now: SERIAL_NOT_OPEN, SERIAL_LINE_BUSY. */
  ready(): Result<SerialLine>;
  /** As {@link ready}, for something that sends by itself: one at a time. */
  readyForTask(): Result<SerialLine>;
  setSignals(change: Partial<ControlSignals>): Promise<Result<null>>;
  setHabits(habits: ConsoleHabits): void;
  setTitle(title: string): void;
  /**
   * Lends the open line to one user at a time; nothing can be typed meanwhile. `quiet`: what arrives is not for the screen,
   * as the bytes of a file. Failures: SERIAL_NOT_OPEN, SERIAL_LINE_BUSY.
   */
  lend(user: string, options: { quiet: boolean }): Result<BorrowedLine>;
  /** Bytes as they arrive, over reconnects. Returns the function that ends it. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  /** Closes the port and the log; tells nothing afterwards. */
  end(): Promise<void>;
}

export interface ConsoleDeps {
  id: string;
  port: FoundPort;
  label: () => string;
  title: string;
  settings: LineSettings;
  habits: ConsoleHabits;
  openLine: OpenLine;
  claims: PortClaims;
  watch: PortWatch;
  logFolder: () => string;
  /** Name of files of this console, safe already. */
  fileName: () => string;
  now: () => number;
  onChange(view: ConsoleView): void;
  onArrived(counters: { id: string; total: number; sent: number }): void;
  onOpened(): void;
}

/** Kept of each console. What is cut from it is in the log, if there is one, and visible as cut. */
const keptBytes = 8 * 1024 * 1024;
const arrivedEveryMs = 30;
const changedEveryMs = 50;

const turnWords = {
  opened: 'port opened',
  lost: 'device gone',
  closed: 'port closed',
  settings: 'settings changed',
} as const;

export function createSerialConsole(deps: ConsoleDeps): SerialConsole {
  const { id, port, now } = deps;
  const output = createOutputRing(keptBytes);
  const listeners = new Set<(bytes: Uint8Array) => void>();
  let { title, habits } = deps;
  let signals: ControlSignals = { dtr: true, rts: true };
  let received = 0;
  let sent = 0;
  let user: { name: string; quiet: boolean } | null = null;

  const changed = createPaced(changedEveryMs, () => deps.onChange(view()));
  const arrived = createPaced(arrivedEveryMs, () => deps.onArrived({ id, total: output.total(), sent }));
  const onChange = () => changed.touch();
  const modem = createModemWatch(onChange);
  const log = createConsoleLogging({ folder: deps.logFolder, name: deps.fileName, now, onChange });
  const stuck = createStuckGuard(() => link.view().path);

  function onBytes(bytes: Uint8Array): void {
    received += bytes.length;
    if (user?.quiet !== true) {
      const at = now();
      output.append(bytes, at);
      log.append(bytes, at);
      arrived.touch();
    }
    for (const listener of [...listeners]) listener(bytes);
  }

  function onTurn(what: keyof typeof turnWords): void {
    output.note(what, now());
    log.note(`${turnWords[what]}: ${link.view().path}`);
    const line = link.line();
    if (what === 'lost' || what === 'closed') {
      modem.end();
      stuck.forget();
      tasks.stopAll(what === 'lost' ? failure('SERIAL_LINE_LOST', { port: link.view().path }) : null);
      return;
    }
    signals = line?.signals() ?? signals;
    if (line !== null) modem.begin(line);
    if (what === 'opened') deps.onOpened();
  }

  const link = createConsoleLink({
    ...{ path: port.path, identity: port.identity, settings: deps.settings },
    user: () => `the console ${title || deps.label()}`,
    ...{ openLine: deps.openLine, claims: deps.claims, watch: deps.watch, now },
    events: { onBytes, onTurn, onChange },
  });

  async function send(bytes: Uint8Array): Promise<void> {
    const line = link.line();
    if (line === null) throw new LineGone('closed', `${port.path} is not open`);
    await line.write(bytes);
    sent += bytes.length;
    arrived.touch();
  }

  const subscribe = (listener: (bytes: Uint8Array) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  const tasks = createConsoleTasks({
    line: {
      write: send,
      onBytes: subscribe,
      sendBreak: async (durationMs) => (await link.line()?.sendBreak(durationMs)) ?? fail(notOpen()),
    },
    portName: () => link.view().path,
    newline: () => habits.newline,
    onChange,
  });

  const notOpen = (): Failure => failure('SERIAL_NOT_OPEN', { port: link.view().path });
  const busy = (name: string) => fail(failure('SERIAL_LINE_BUSY', { port: link.view().path, user: name }));

  function ready(): Result<SerialLine> {
    const line = link.line();
    if (line === null) return fail(notOpen());
    return user === null ? ok(line) : busy(user.name);
  }

  function readyForTask(): Result<SerialLine> {
    const other = tasks.busyWith();
    return other === null ? ready() : busy(other);
  }

  function view(): ConsoleView {
    const { path, ...state } = link.view();
    return {
      id,
      title,
      port: { identity: port.identity, path, label: deps.label() },
      settings: link.settings(),
      habits,
      ...state,
      signals,
      modem: modem.lines(),
      received,
      sent,
      log: log.view(),
      paste: tasks.paste(),
      script: tasks.script(),
      usedBy: user?.name ?? null,
    };
  }

  return {
    id,
    port,
    view,
    link,
    output,
    log,
    tasks,
    ready,
    readyForTask,
    async write(bytes) {
      const able = ready();
      return able.ok ? stuck.send(bytes, send) : able;
    },
    async setSignals(change) {
      const able = ready();
      if (!able.ok) return able;
      const set = await able.value.setSignals(change);
      signals = able.value.signals();
      onChange();
      return set;
    },
    setHabits(next) {
      habits = next;
      onChange();
    },
    setTitle(next) {
      title = next;
      onChange();
    },
    lend(name, { quiet }) {
      const able = readyForTask();
      if (!able.ok) return able;
      user = { name, quiet };
      onChange();
      const borrowed = lend(able.value, async () => {
        user = null;
        signals = able.value.signals();
        onChange();
      });
      return ok(borrowed);
    },
    onBytes: subscribe,
    async end() {
      changed.stop();
      arrived.stop();
      await link.close();
      await log.stop();
    },
  };
}
