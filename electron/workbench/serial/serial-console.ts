import type { ControlSignals } from '#platform/serial/line-control.ts';
import type { OpenLine } from '#platform/serial/open-serial-line.ts';
import type { FoundPort } from '#platform/serial/port-identity.ts';
import type { SerialLine } from '#platform/serial/serial-line.ts';
import type { ConsoleMark, SerialConsole as ConsoleView } from '#shared/bridge/serial-console.ts';
import type { ConsoleHabits, LineSettings } from '#shared/bridge/serial-ports.ts';
import { failure } from '#shared/errors/failure.ts';
import type { Result } from '#shared/result.ts';
import type { BorrowedLine } from './borrowed-line.ts';
import { createConsoleAccess } from './console-access.ts';
import { type ConsoleLink, createConsoleLink, type LinkEvents } from './console-link.ts';
import type { ConsoleLogging, KeptLog } from './console-logging.ts';
import { createConsoleRecord } from './console-record.ts';
import { createConsoleSender } from './console-sender.ts';
import { type ConsoleTasks, createConsoleTasks } from './console-tasks.ts';
import { createModemWatch } from './modem-watch.ts';
import type { OutputRing } from './output-ring.ts';
import { createPaced } from './paced.ts';
import type { PortClaims } from './port-claims.ts';
import type { PortWatch } from './port-watch.ts';

/** A tab of the host: a port, what arrived on it, and what is being done with it. */
export interface SerialConsole {
  readonly id: string;
  readonly port: FoundPort;
  view(): ConsoleView;
  readonly link: Pick<
    ConsoleLink,
    'open' | 'keepTrying' | 'close' | 'change' | 'settings' | 'view' | 'wanted'
  >;
  readonly output: OutputRing;
  readonly log: ConsoleLogging;
  readonly tasks: ConsoleTasks;
  /**
   * Of the user; `echo` is what the screen shows of it itself. Failures: SERIAL_NOT_OPEN, SERIAL_LINE_BUSY, SERIAL_LINE_LOST,
   * SERIAL_WRITE_STUCK.
   */
  write(bytes: Uint8Array, echo?: ConsoleMark['own']): Promise<Result<null>>;
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
  /** Goes on with what was under way when the workbench ended: the log, then the port. Failures are in the view. */
  takeUp(log: KeptLog | null): Promise<void>;
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
  /** Of a tab that comes back: whether its port is to be open. Null: a new one. */
  wanted: boolean | null;
  openLine: OpenLine;
  claims: PortClaims;
  watch: PortWatch;
  /** Of what arrives; {@link OutputRing.resize} changes it later. */
  keptBytes: number;
  logFolder: () => string;
  /** Name of files of this console, safe already. */
  fileName: () => string;
  now: () => number;
  onChange(view: ConsoleView): void;
  onArrived(counters: { id: string; total: number; sent: number }): void;
  onOpened(): void;
}

/** As the system opens a port. */
const raised: ControlSignals = { dtr: true, rts: true };
const arrivedEveryMs = 30;
const changedEveryMs = 50;

export function createSerialConsole(deps: ConsoleDeps): SerialConsole {
  const { id, port, now } = deps;
  let { title, habits } = deps;
  const countedFrom = now();

  const path = () => link.view().path;
  const changed = createPaced(changedEveryMs, () => deps.onChange(view()));
  const onChange = changed.touch;
  const arrived = createPaced(arrivedEveryMs, () =>
    deps.onArrived({ id, total: record.output.total(), sent: sender.sent() }),
  );
  const modem = createModemWatch(onChange);
  const record = createConsoleRecord({
    ...{ logFolder: deps.logFolder, fileName: deps.fileName, keptBytes: deps.keptBytes, now },
    onAdded: () => arrived.touch(),
    onLogChange: onChange,
  });

  function onTurn(what: Parameters<LinkEvents['onTurn']>[0]): void {
    record.turn(what, path());
    const line = link.line();
    if (line === null) {
      modem.end();
      sender.forget();
      tasks.stopAll(what === 'lost' ? failure('SERIAL_LINE_LOST', { port: path() }) : null);
      return;
    }
    modem.begin(line);
    if (what === 'opened') deps.onOpened();
  }

  const link = createConsoleLink({
    ...{ path: port.path, identity: port.identity, settings: deps.settings, wanted: deps.wanted },
    user: () => `the console ${title || deps.label()}`,
    ...{ openLine: deps.openLine, claims: deps.claims, watch: deps.watch, now },
    events: {
      onBytes: (bytes) => record.add(bytes, { quiet: access.user()?.quiet === true }),
      onTurn,
      onChange,
    },
  });

  const sender = createConsoleSender({
    ...{ line: link.line, path, ready: () => access.ready() },
    ...{ onSent: () => arrived.touch(), onEcho: record.typed },
  });
  const tasks = createConsoleTasks({
    line: {
      write: sender.send,
      onBytes: record.onBytes,
      sendBreak: async (durationMs) => {
        const able = access.ready();
        return able.ok ? able.value.sendBreak(durationMs) : able;
      },
    },
    portName: path,
    newline: () => habits.newline,
    onChange,
  });

  const access = createConsoleAccess({ line: link.line, path, busyWith: tasks.busyWith, onChange });

  function view(): ConsoleView {
    const { path: at, ...state } = link.view();
    return {
      ...{ id, title, habits, countedFrom, ...state },
      signals: link.line()?.signals() ?? raised,
      port: { identity: port.identity, path: at, label: deps.label() },
      settings: link.settings(),
      modem: modem.lines(),
      received: record.received(),
      sent: sender.sent(),
      log: record.log.view(),
      endedLog: record.log.ended(),
      paste: tasks.paste(),
      script: tasks.script(),
      usedBy: access.user()?.name ?? null,
    };
  }

  return {
    ...{ id, port, view, link, tasks, ...access },
    ...{ output: record.output, log: record.log, onBytes: record.onBytes },
    write: sender.write,
    setHabits(next) {
      habits = next;
      onChange();
    },
    setTitle(next) {
      title = next;
      onChange();
    },
    async takeUp(log) {
      if (log !== null) await record.log.resume(log);
      record.turn('restarted', path());
      if (deps.wanted === true) await link.open();
    },
    async end() {
      changed.stop();
      arrived.stop();
      await link.close();
      await record.log.stop();
    },
  };
}
