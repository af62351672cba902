import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { openSerialLine } from '#platform/serial/open-serial-line.ts';
import { type FoundPort, unlistedPort } from '#platform/serial/port-identity.ts';
import { type FindObstacles, findObstacles } from '#platform/serial/port-obstacles.ts';
import type { EventName } from '#shared/bridge/contract.ts';
import { settingsDefaults } from '#shared/bridge/settings.ts';
import { ok } from '#shared/result.ts';
import { createEventBus } from '../../electron/workbench/bridge/event-bus.ts';
import { createFileShelf } from '../../electron/workbench/files/file-shelf.ts';
import { createSessionSecretStore } from '../../electron/workbench/secrets/session-secret-store.ts';
import { openSerial, type Serial } from '../../electron/workbench/serial/open-serial.ts';
import { createNotices } from '../../electron/workbench/settings/notices.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The serial part of the host alone, with a list of ports that a test decides. */
export async function openSerialBench(
  ports: () => FoundPort[],
  options: { dataFolder?: string; findObstacles?: FindObstacles } = {},
): Promise<
  Serial & {
    /** What the screens heard, oldest first. */
    heard<T>(event: EventName): T[];
  }
> {
  const dataFolder = options.dataFolder ?? (await temporaryFolder());
  const log = pino({ level: 'silent' });
  const bus = createEventBus(log);
  const events: { event: EventName; payload: unknown }[] = [];
  bus.subscribe((event) => void events.push(event));
  const serial = await openSerial({
    ...{ dataFolder, backupFolder: () => join(dataFolder, 'saved'), files: createFileShelf(dataFolder) },
    ...{
      dialogs: null,
      settings: () => settingsDefaults,
      secrets: createSessionSecretStore(),
      notices: createNotices(),
      bus,
      log,
      now: Date.now,
    },
    ports: {
      list: async () => ok(ports()),
      open: openSerialLine,
      findObstacles: options.findObstacles ?? findObstacles,
    },
  });
  onTestFinished(() => serial.stop());
  return {
    ...serial,
    heard: <T>(name: EventName) =>
      events.filter(({ event }) => event === name).map(({ payload }) => payload as T),
  };
}

/** An adapter with a serial number, at a path. */
export const adapter = (path: string, serialNumber: string): FoundPort => ({
  ...unlistedPort(path),
  identity: `usb:0403:6001:${serialNumber}`,
  ...{ manufacturer: 'FTDI', product: 'FT232R', serialNumber, vendorId: '0403', productId: '6001' },
});
