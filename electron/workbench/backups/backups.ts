import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { openJsonFile } from '#platform/files/json-file.ts';
import type { Backup } from '#shared/bridge/backups.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok } from '#shared/result.ts';
import type { EventBus } from '../bridge/event-bus.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import type { FileShelf } from '../files/file-shelf.ts';
import type { Dialogs } from '../ports.ts';
import type { Notices } from '../settings/notices.ts';
import { displayFolder } from '../settings/settings.ts';

const recordSchema = z.object({
  id: z.uuid(),
  gatewayId: z.uuid(),
  gatewayName: z.string(),
  revision: z.string(),
  path: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  createdAt: z.int(),
  verifiedAt: z.int(),
});
/** As kept on disk: with the path, which the screens never see. */
export type BackupRecord = z.infer<typeof recordSchema>;

const fileSchema = z.object({ format: z.literal(1), backups: z.array(recordSchema) });

type BackupHandlers = {
  [N in Extract<keyof BridgeHandlers, `backups.${string}`>]: BridgeHandlers[N];
};

/** `backups.json`: what this workbench downloaded and checked, newest first. */
export interface Backups {
  add(record: BackupRecord): Promise<void>;
  /** The newest one of a gateway: its size tells how far a running download is. */
  latestOf(gatewayId: string): BackupRecord | undefined;
  handlers: BackupHandlers;
}

export async function openBackups(deps: {
  dataFolder: string;
  files: FileShelf;
  dialogs: Dialogs | null;
  notices: Notices;
  bus: EventBus;
  log: Logger;
}): Promise<Backups> {
  const file = await openJsonFile({
    path: join(deps.dataFolder, 'backups.json'),
    schema: fileSchema,
    defaults: { format: 1, backups: [] },
    log: deps.log,
  });
  deps.notices.addSetAside('list of backups', file.setAside);
  // Held here as well: two changes in one tick must not both start from what is on disk.
  let records = file.value().backups;

  async function write(next: BackupRecord[], gatewayId: string): Promise<void> {
    records = next;
    await file.write({ format: 1, backups: next });
    deps.bus.emit('backups.changed', { gatewayId });
  }

  const find = (id: string) => records.find((record) => record.id === id);
  const unknown = () => fail(failure('BACKUP_UNKNOWN'));

  return {
    add: (record) => write([record, ...records], record.gatewayId),
    latestOf: (gatewayId) => records.find((record) => record.gatewayId === gatewayId),
    handlers: {
      'backups.list': async ({ gatewayId }) =>
        ok(records.filter((record) => gatewayId === null || record.gatewayId === gatewayId).map(show)),
      async 'backups.open'({ id }) {
        const record = find(id);
        return record === undefined ? unknown() : deps.files.adoptPath(record.path);
      },
      async 'backups.forget'({ id }) {
        const record = find(id);
        if (record === undefined) return unknown();
        await write(
          records.filter((other) => other !== record),
          record.gatewayId,
        );
        return ok(null);
      },
      async 'backups.reveal'({ id }) {
        const record = find(id);
        if (record === undefined) return unknown();
        const name = basename(record.path);
        if (deps.dialogs === null) return fail(failure('DESKTOP_ONLY', { what: 'Showing a file' }));
        if (!existsSync(record.path)) return fail(failure('FILE_MISSING', { file: name }));
        await deps.dialogs.reveal(record.path);
        return ok(null);
      },
    },
  };
}

function show({ path, ...record }: BackupRecord): Backup {
  return {
    ...record,
    fileName: basename(path),
    folder: displayFolder(dirname(path)),
    missing: !existsSync(path),
  };
}
