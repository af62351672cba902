import type { Logger } from 'pino';
import type { Backups } from '../backups/backups.ts';
import type { EventBus } from '../bridge/event-bus.ts';
import type { FileShelf } from '../files/file-shelf.ts';
import type { AddressBook } from '../gateways/address-book.ts';
import type { GatewaySessions } from '../gateways/gateway-sessions.ts';
import type { Notifier } from '../ports.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { JobStore } from './job-store.ts';

/** What jobs work with. */
export interface RunnerDeps {
  store: JobStore;
  book: AddressBook;
  sessions: GatewaySessions;
  files: FileShelf;
  backups: Backups;
  settings: SettingsStore;
  notifier: Notifier | null;
  bus: EventBus;
  log: Logger;
  now: () => number;
}
