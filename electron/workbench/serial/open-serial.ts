import { join } from 'node:path';
import type { Logger } from 'pino';
import { type OpenLine, openSerialLine } from '#platform/serial/open-serial-line.ts';
import { type ListPorts, listPorts } from '#platform/serial/port-list.ts';
import { type FindObstacles, findObstacles } from '#platform/serial/port-obstacles.ts';
import { lineSettingsDefaults } from '#shared/bridge/serial-ports.ts';
import type { Settings } from '#shared/bridge/settings.ts';
import type { EventBus } from '../bridge/event-bus.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import type { FileShelf } from '../files/file-shelf.ts';
import type { Dialogs, SecretStore } from '../ports.ts';
import type { Notices } from '../settings/notices.ts';
import { createConsoleHandlers } from './console-handlers.ts';
import { createConsoles, portLabel } from './consoles.ts';
import { openKeptTabs } from './kept-tabs.ts';
import { createLoginScripts } from './login-scripts.ts';
import { createOutputHandlers } from './output-handlers.ts';
import { createPortClaims } from './port-claims.ts';
import { createPortHandlers } from './port-handlers.ts';
import { createPortWatch } from './port-watch.ts';
import { createScriptHandlers } from './script-handlers.ts';
import { openSerialBook } from './serial-book.ts';
import type { SerialConsole } from './serial-console.ts';
import { createSerialHub, type SerialHub } from './serial-hub.ts';
import { createTransferHandlers } from './transfers/transfer-handlers.ts';
import { createTransfers } from './transfers/transfers.ts';
import { watchPrompts } from './transfers/watch-prompts.ts';

type SerialHandlers = Pick<BridgeHandlers, Extract<keyof BridgeHandlers, `serial.${string}`>>;

/** Everything serial of the workbench. */
export interface Serial {
  handlers: SerialHandlers;
  /** For the other parts of the host. */
  hub: SerialHub;
  /** The port behind a path, as it is found again when the device comes back elsewhere. */
  describePort(path: string): Promise<{ identity: string; path: string; label: string }>;
  /** Brings the consoles of the last time back; their ports are tried once before it resolves. */
  start(): Promise<void>;
  /** Closes every port, so that its last bytes leave, and ends the logs. */
  stop(): Promise<void>;
}

export interface SerialDeps {
  dataFolder: string;
  /** Where backups go; logs and received files lie in `serial/` below. */
  backupFolder: () => string;
  /** `consoleBytes` counts here; a change of it is heard on the bus. */
  settings: () => Pick<Settings, 'consoleBytes'>;
  files: FileShelf;
  dialogs: Dialogs | null;
  secrets: SecretStore;
  notices: Notices;
  bus: EventBus;
  log: Logger;
  now: () => number;
  /** Absent: the ports of this computer. */
  ports?: { list: ListPorts; open: OpenLine; findObstacles: FindObstacles };
}

export async function openSerial(deps: SerialDeps): Promise<Serial> {
  const { dataFolder, files, dialogs, bus, log, now, notices, backupFolder } = deps;
  const ports = deps.ports ?? { list: listPorts, open: openSerialLine, findObstacles };
  const folder = () => join(backupFolder(), 'serial');
  const book = await openSerialBook({ dataFolder, notices, log });
  const tabs = await openKeptTabs({ dataFolder, notices, log });
  const watch = createPortWatch(ports.list);
  const claims = createPortClaims(() => portHandlers.tellPorts());
  const portHandlers = createPortHandlers({
    ...{ watch, claims, book, bus },
    findObstacles: ports.findObstacles,
  });
  const scripts = createLoginScripts(deps.secrets);

  async function logIn(opened: SerialConsole): Promise<void> {
    const script = book.scripts.find(opened.view().habits.loginScriptId ?? '');
    if (script === undefined) return;
    const started = await scripts.start(opened, script);
    if (!started.ok)
      log.warn({ port: opened.port.path, code: started.failure.code }, 'the login script was not started');
  }

  const onCreated = (created: SerialConsole) =>
    watchPrompts(created, (direction) => transfers.ask(created, direction));
  const onOpened = (opened: SerialConsole) => void logIn(opened);
  const openLine = ports.open;
  const consoles = createConsoles({
    openLine,
    claims,
    watch,
    book,
    tabs,
    bus,
    backupFolder,
    keptBytes: deps.settings().consoleBytes,
    now,
    onCreated,
    onOpened,
  });
  bus.subscribe(({ event }) => {
    if (event === 'settings.changed') consoles.keepOutput(deps.settings().consoleBytes);
  });
  const hub = createSerialHub({
    ...{ consoles, claims, watch, openLine },
    settingsOf: (identity) => book.profiles.find(identity)?.settings ?? lineSettingsDefaults,
  });
  const transfers = createTransfers({ consoles, files, folder, bus, now });
  return {
    hub,
    async describePort(path) {
      const port = await watch.at(path);
      return { identity: port.identity, path: port.path, label: portLabel(port, book) };
    },
    handlers: {
      ...portHandlers.handlers,
      ...createConsoleHandlers(consoles),
      ...createOutputHandlers({ consoles, files, dialogs, folder, now }),
      ...createScriptHandlers({ consoles, book, scripts }),
      ...createTransferHandlers({ transfers, files, dialogs }),
    },
    start: consoles.takeUp,
    async stop() {
      watch.stop();
      await consoles.endAll();
    },
  };
}
