import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { lockFolder } from '#platform/processes/folder-lock.ts';
import type { JobKind } from '#shared/maintenance/phases.ts';
import { ok, type Result } from '#shared/result.ts';
import { openBackups } from './backups/backups.ts';
import { createEventBus } from './bridge/event-bus.ts';
import { type BridgeHandlers, type BridgeHost, createBridgeHost } from './bridge/host.ts';
import { createGatewayCallHandlers } from './calls/gateway-calls.ts';
import { createInspectHandler } from './calls/inspect-archive.ts';
import { createFileShelf, type FileShelf } from './files/file-shelf.ts';
import { createFileHandlers } from './files/files.ts';
import { type GatewayEntry, openAddressBook } from './gateways/address-book.ts';
import { createApiKeys, createCredentials } from './gateways/credentials.ts';
import { createGatewaySessions } from './gateways/gateway-sessions.ts';
import { createGatewayHandlers } from './gateways/gateways.ts';
import { createKeyHandlers } from './keys/keys.ts';
import { type Maintenance, openMaintenance } from './maintenance/open-maintenance.ts';
import type { WorkbenchPorts } from './ports.ts';
import { openRecipes } from './recipes/open-recipes.ts';
import { openSerial } from './serial/open-serial.ts';
import { createSerialWay } from './sessions/serial/serial-way.ts';
import { createAppHandlers } from './settings/app.ts';
import { createNotices } from './settings/notices.ts';
import { openSettings } from './settings/settings.ts';
import { openSite } from './site/site.ts';
import { createSiteEntry } from './site/site-entry.ts';
import { createSiteHandlers } from './site/site-handlers.ts';
import { removeAbandonedDownloads } from './transfers/unfinished-downloads.ts';

/** The workbench without a window or a wire: what Electron's main process and `serve` both run. */
export interface Workbench {
  bridge: BridgeHost;
  /** For the transport: dropped files come in by path, browser uploads as streams; the bridge carries tokens. */
  files: FileShelf;
  /** Connects to what it remembers, takes open jobs up again; the screens can be shown before. */
  start(): Promise<void>;
  /** Stops the site, leaves jobs of gateways running (they are followed at the next start). */
  stop(): Promise<void>;
}

/** Composition root. Fails with FOLDER_IN_USE when another workbench has the data folder. */
export async function createWorkbench(
  ports: WorkbenchPorts,
  log: Logger,
  now: () => number = Date.now,
): Promise<Result<Workbench>> {
  const dataFolder = ports.paths.data;
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(dataFolder);
  if (!lock.ok) return lock;

  const bus = createEventBus(log);
  const notices = createNotices();
  const { defaultBackupFolder } = ports.paths;
  const settings = await openSettings({ dataFolder, defaultBackupFolder, notices, bus, log });
  const files = createFileShelf(join(dataFolder, 'uploads'));
  await files.start();
  const backups = await openBackups({ dataFolder, files, dialogs: ports.dialogs, notices, bus, log });
  const book = await openAddressBook({ dataFolder, notices, log });
  const credentials = createCredentials(ports.secrets);
  const apiKeys = createApiKeys(ports.secrets);
  // Jobs need the sessions, the sessions ask for jobs: looked up when somebody asks.
  const busyWith = (id: string): JobKind | null => maintenance.busyWith(id);
  const { secrets } = ports;
  const serial = await openSerial({
    ...{ dataFolder, backupFolder: settings.backupFolder, files, dialogs: ports.dialogs, secrets },
    ...{ settings: settings.value, notices, bus, log, now },
  });
  const { describePort } = serial;
  const openSerialWay = createSerialWay(serial.hub.borrow);
  const gatewaysDeps = { book, credentials, apiKeys, bus, log, now, describePort, openSerialWay, busyWith };
  const sessions = createGatewaySessions(gatewaysDeps);
  for (const entry of book.list()) sessions.open(entry.id);
  const entry = createSiteEntry({ book, credentials, sessions });
  const { gatewayEntry, keyFolders: shippedFolders } = ports.paths;
  const folder = join(dataFolder, 'keys');
  const keyFolders = [folder, ...shippedFolders];
  const { spawner } = ports;
  const site = await openSite({
    ...{ dataFolder, gatewayEntry, keyFolders, spawner, secrets, entry, busyWith, notices, bus, log, now },
  });

  const { notifier } = ports;
  const maintenance: Maintenance = await openMaintenance({
    ...{ dataFolder, keyFolders, notices, book, sessions, files, backups, settings, notifier, bus, log, now },
  });

  const recipes = openRecipes({
    ...{ dataFolder, shippedFolder: ports.paths.recipeFolder, hub: serial.hub },
    ...{ files, dialogs: ports.dialogs, bus, now },
  });

  const handlers: BridgeHandlers = {
    ...createAppHandlers({ ports, settings, notices }),
    ...createFileHandlers({ files, dialogs: ports.dialogs }),
    ...createGatewayHandlers({ ...gatewaysDeps, sessions }),
    ...createGatewayCallHandlers({ book, sessions }),
    ...createInspectHandler({ book, sessions, files, now }),
    ...createSiteHandlers(site),
    ...backups.handlers,
    ...createKeyHandlers({ files, folder, shippedFolders }),
    ...maintenance.handlers,
    ...serial.handlers,
    ...recipes.handlers,
  };
  return ok({
    bridge: createBridgeHost({ handlers, bus, log }),
    files,
    async start() {
      const ids = book.list().map((known) => known.id);
      await Promise.all([credentials.load(ids), apiKeys.load(ids)]);
      await removeAbandonedDownloads(settings.backupFolder(), now());
      // Before the gateways: those on a cable borrow it from the console that has it.
      await serial.start();
      await maintenance.start();
      if (settings.value().startSiteAtLaunch && site.status().everStarted) await site.start();
      const enters = ({ id, offers }: GatewayEntry) => (offers.system ? credentials : apiKeys).remembers(id);
      const remembered = book.list().filter(enters);
      await Promise.all(remembered.map((known) => sessions.find(known.id)?.connect()));
    },
    async stop() {
      maintenance.stop();
      sessions.closeAll();
      await recipes.stop();
      await serial.stop();
      await site.shutDown();
      lock.value.release();
    },
  });
}
