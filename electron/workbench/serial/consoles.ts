import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { OpenLine } from '#platform/serial/open-serial-line.ts';
import type { FoundPort } from '#platform/serial/port-identity.ts';
import {
  type ConsoleHabits,
  consoleHabitsDefaults,
  type LineSettings,
  lineSettingsDefaults,
} from '#shared/bridge/serial-ports.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { EventBus } from '../bridge/event-bus.ts';
import { downloadName } from '../transfers/file-name.ts';
import { type KeptTabs, keptTab } from './kept-tabs.ts';
import { deviceAt } from './open-claimed.ts';
import type { PortClaims } from './port-claims.ts';
import type { PortWatch } from './port-watch.ts';
import type { SerialBook } from './serial-book.ts';
import { type ConsoleDeps, createSerialConsole, type SerialConsole } from './serial-console.ts';

/** All tabs. */
export interface Consoles {
  list(): readonly SerialConsole[];
  /** Failure: SERIAL_CONSOLE_UNKNOWN. */
  find(id: string): Result<SerialConsole>;
  /** The one that has this device open, if any. */
  openAt(path: string): Promise<SerialConsole | null>;
  /** See `serial.open`. */
  open(wish: ConsoleWish): Promise<Result<SerialConsole>>;
  remove(id: string): Promise<Result<null>>;
  /** Brings back the tabs of the last time, and opens in their order the ports that were to be open. */
  takeUp(): Promise<void>;
  /** Keeps so much output of each from here on, also of those that are open. */
  keepOutput(bytes: number): void;
  /** Closes all ports and logs. */
  endAll(): Promise<void>;
}

export interface ConsoleWish {
  path: string;
  title?: string | undefined;
  settings?: LineSettings | undefined;
  habits?: { [K in keyof ConsoleHabits]?: ConsoleHabits[K] | undefined } | undefined;
}

/** Each keeps up to 64 MiB of output, by the settings. */
const maxConsoles = 16;

export interface ConsolesDeps {
  openLine: OpenLine;
  claims: PortClaims;
  watch: PortWatch;
  book: SerialBook;
  tabs: KeptTabs;
  bus: EventBus;
  /** Where backups go; logs lie below. */
  backupFolder: () => string;
  /** Of the output of each. */
  keptBytes: number;
  now: () => number;
  /** Before its port is opened for the first time. */
  onCreated(created: SerialConsole): void;
  /** Each time a port was opened, also after a reconnect. */
  onOpened(opened: SerialConsole): void;
}

export function createConsoles(deps: ConsolesDeps): Consoles {
  const { book, bus, tabs, watch } = deps;
  const consoles = new Map<string, SerialConsole>();
  let { keptBytes } = deps;
  let takingUp = Promise.resolve();
  let ending = false;
  // While ending, ports are closed by us, not by the user.
  const keep = () => {
    if (!ending) tabs.keep([...consoles.values()].map(keptTab).filter((tab) => tab !== null));
  };
  const forget = (id: string) => {
    consoles.delete(id);
    keep();
  };

  /** In the list from the first moment: what changes meanwhile is told of a tab that is known. */
  function create(tab: TabFacts): SerialConsole {
    const label = () => portLabel(tab.port, book);
    const created: SerialConsole = createSerialConsole({
      ...tab,
      label,
      keptBytes,
      logFolder: () => join(deps.backupFolder(), 'serial'),
      fileName: () => downloadName(undefined, created.view().title || label()),
      onChange(view) {
        bus.emit('serial.consoleChanged', view);
        keep();
      },
      onArrived: (counters) => bus.emit('serial.arrived', counters),
      onOpened: () => deps.onOpened(created),
      ...{ openLine: deps.openLine, claims: deps.claims, watch, now: deps.now },
    });
    consoles.set(created.id, created);
    deps.onCreated(created);
    return created;
  }

  return {
    list: () => [...consoles.values()],
    find(id) {
      const found = consoles.get(id);
      return found === undefined ? fail(failure('SERIAL_CONSOLE_UNKNOWN')) : ok(found);
    },
    async openAt(path) {
      const device = await deviceAt(path);
      for (const each of consoles.values()) {
        const { state, path: at } = each.link.view();
        if (state === 'open' && (await deviceAt(at)) === device) return each;
      }
      return null;
    },
    async open(wish) {
      if (consoles.size >= maxConsoles)
        return fail(failure('SERIAL_TOO_MANY_CONSOLES', { limit: maxConsoles }));
      const created = create(newTab(await watch.at(wish.path), wish, book));
      const opened = await created.link.open();
      if (opened.ok) {
        created.link.keepTrying();
        keep();
        return ok(created);
      }
      forget(created.id);
      await created.end();
      bus.emit('serial.consoleRemoved', { id: created.id });
      return opened;
    },
    async remove(id) {
      const found = consoles.get(id);
      if (found === undefined) return fail(failure('SERIAL_CONSOLE_UNKNOWN'));
      forget(id);
      await found.end();
      bus.emit('serial.consoleRemoved', { id });
      return ok(null);
    },
    keepOutput(bytes) {
      keptBytes = bytes;
      for (const each of consoles.values()) each.output.resize(bytes);
    },
    takeUp() {
      // All at once, so that none is forgotten when the first of them is kept.
      const all = tabs.list().map(({ log, ...tab }) => ({ log, tab: create(tab) }));
      takingUp = (async () => {
        for (const { tab, log } of all) if (!ending && consoles.has(tab.id)) await tab.takeUp(log);
      })();
      return takingUp;
    },
    async endAll() {
      keep();
      ending = true;
      await Promise.all([takingUp, tabs.written()]);
      const all = [...consoles.values()];
      consoles.clear();
      await Promise.all(all.map((each) => each.end()));
    },
  };
}

type TabFacts = Pick<ConsoleDeps, 'id' | 'port' | 'title' | 'settings' | 'habits' | 'wanted'>;

function newTab(port: FoundPort, wish: ConsoleWish, book: SerialBook): TabFacts {
  const profile = book.profiles.find(port.identity);
  return {
    ...{ id: randomUUID(), port, title: wish.title ?? '', wanted: null },
    settings: wish.settings ?? profile?.settings ?? lineSettingsDefaults,
    habits: mergeHabits(profile?.habits ?? consoleHabitsDefaults, wish.habits),
  };
}

/** What is given, over what is known. */
export function mergeHabits(habits: ConsoleHabits, change: ConsoleWish['habits']): ConsoleHabits {
  const given = Object.entries(change ?? {}).filter(([, value]) => value !== undefined);
  return { ...habits, ...Object.fromEntries(given) };
}

/** Name in the profile, otherwise maker and product, otherwise the path. */
export function portLabel(port: FoundPort, book: SerialBook): string {
  const named = book.profiles.find(port.identity)?.label;
  const own = [port.manufacturer, port.product].filter((part) => part !== null).join(' ');
  return named || own || port.path;
}
