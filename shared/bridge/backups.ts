import { z } from 'zod';
import type { Call } from './call.ts';
import { fileTokenSchema } from './files.ts';

/** Backups that this workbench downloaded and checked. */
export const backupSchema = z.object({
  id: z.uuid(),
  gatewayId: z.uuid(),
  gatewayName: z.string(),
  revision: z.string(),
  fileName: z.string(),
  /** Shown to the user, e.g. `~/Gatewright`. */
  folder: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  createdAt: z.int(),
  /** Opened again after the download: manifest, hashes. Kept only when they agree. */
  verifiedAt: z.int(),
  /** The file is no longer where it was saved. */
  missing: z.boolean(),
});
export type Backup = z.infer<typeof backupSchema>;

export const backupsCalls = {
  'backups.list': { input: z.object({ gatewayId: z.uuid().nullable() }), output: z.array(backupSchema) },
  /** A token to restore from, or for the browser to download at `/files/<token>`. */
  'backups.open': { input: z.object({ id: z.uuid() }), output: fileTokenSchema },
  /** Forgets the record; the file stays. */
  'backups.forget': { input: z.object({ id: z.uuid() }), output: z.null() },
  /** Desktop only: shows the file in the system's file manager. */
  'backups.reveal': { input: z.object({ id: z.uuid() }), output: z.null() },
} as const satisfies Record<string, Call>;

export const backupsEvents = { 'backups.changed': z.object({ gatewayId: z.uuid() }) } as const;
