import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  type ArchiveFile,
  type ManifestHead,
  writeArchive,
} from '../../electron/platform/archives/write-archive.ts';

/** Archives as their makers would make them, for tests that upload them. */

export async function archiveBytes(
  manifest: ManifestHead,
  files: readonly ArchiveFile[],
  privateKey?: KeyObject,
): Promise<Buffer> {
  const target = new PassThrough();
  const [bytes] = await Promise.all([
    buffer(target),
    writeArchive(target, manifest, files, privateKey === undefined ? {} : { privateKey }),
  ]);
  return bytes;
}

const createdAt = '2026-11-21T09:00:00.000Z';

export const supervisionPackage = (
  revision: string,
  given: { minimumLauncher?: string; key?: KeyObject; content?: string } = {},
) =>
  archiveBytes(
    {
      kind: 'supervision',
      format: 1,
      name: 'test package',
      revision,
      minimumLauncher: given.minimumLauncher ?? '2026.01',
      entry: 'supervision.js',
      createdAt,
    },
    [{ name: 'supervision.js', content: given.content ?? 'process.exit(0);\n' }],
    given.key,
  );

export const firmwareImage = (version: string, given: { key?: KeyObject } = {}) =>
  archiveBytes(
    { kind: 'firmware', format: 1, name: 'test image', version, minimumLauncher: '2026.01', createdAt },
    [{ name: 'rootfs.img', content: `image ${version}` }],
    given.key,
  );

/** A backup of the parts given, as JSON values; a part that is undefined is left out. */
export const backupArchive = (parts: Record<string, unknown>, given: { format?: number } = {}) =>
  archiveBytes(
    {
      kind: 'backup',
      format: given.format ?? 1,
      name: 'test backup',
      createdAt,
      revision: '2026.11.0',
      firmware: '2026.01',
      origin: 'backup',
    },
    Object.entries(parts)
      .filter(([, value]) => value !== undefined)
      .map(([part, value]) => ({ name: `config/${part}.json`, content: JSON.stringify(value) })),
  );

export const makeKeys = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
};

/** Argon2id of the digest of "restored", made once: hashing costs time in every test otherwise. */
export const someAccount = {
  id: 'account-1',
  username: 'admin',
  passwordHash:
    '$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  administrator: true,
  createdAt,
};

export const someSettings = {
  name: 'Restored',
  sessionIdleHours: 24,
  snapshotKeepCount: 50,
  snapshotKeepDays: 90,
};

/** All six parts, valid, with `changes` on top. */
export const someParts = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  gateways: [],
  addresses: [],
  routes: [],
  logics: [],
  accounts: [someAccount],
  settings: someSettings,
  ...changes,
});
