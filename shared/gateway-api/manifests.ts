import { z } from 'zod';
import { revisionSchema } from './revision.ts';

/** The `manifest.json` of every archive that the gateway makes or takes (contract §3). */

export const backupFormat = 1;
export const packageFormat = 1;

/** The parts of a backup, one JSON file each under `config/`. */
export const backupParts = ['gateways', 'addresses', 'routes', 'logics', 'accounts', 'settings'] as const;
export type BackupPart = (typeof backupParts)[number];

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'lowercase hex SHA-256');
const filesSchema = z.record(z.string(), z.object({ sha256: sha256Schema, bytes: z.int().min(0) }));
const nameSchema = z.string().min(1).max(200);
const isoTimeSchema = z.iso.datetime({ offset: true });

export const snapshotOrigins = ['schedule', 'manual', 'before-upgrade', 'before-restore'] as const;

export const backupManifestSchema = z.object({
  kind: z.literal('backup'),
  format: z.int().min(1),
  name: nameSchema,
  createdAt: isoTimeSchema,
  revision: revisionSchema,
  firmware: z.string(),
  /** `backup` when made on demand, otherwise what a snapshot was taken for. */
  origin: z.enum(['backup', ...snapshotOrigins]),
  files: filesSchema,
});

export const supervisionManifestSchema = z.object({
  kind: z.literal('supervision'),
  format: z.int().min(1),
  name: nameSchema,
  revision: revisionSchema,
  minimumLauncher: revisionSchema,
  /** The program to start, a path inside the archive. */
  entry: z.string().min(1),
  createdAt: isoTimeSchema,
  files: filesSchema,
});

export const firmwareManifestSchema = z.object({
  kind: z.literal('firmware'),
  format: z.int().min(1),
  name: nameSchema,
  version: z.string().min(1).max(100),
  minimumLauncher: revisionSchema,
  createdAt: isoTimeSchema,
  files: filesSchema,
});

export const manifestSchema = z.discriminatedUnion('kind', [
  backupManifestSchema,
  supervisionManifestSchema,
  firmwareManifestSchema,
]);

export type BackupManifest = z.infer<typeof backupManifestSchema>;
export type SupervisionManifest = z.infer<typeof supervisionManifestSchema>;
export type FirmwareManifest = z.infer<typeof firmwareManifestSchema>;
export type Manifest = z.infer<typeof manifestSchema>;
export type ArchiveKind = Manifest['kind'];

export const manifestEntry = 'manifest.json';
/** Ed25519 over the bytes of `manifest.json`. */
export const signatureEntry = 'manifest.sig';
