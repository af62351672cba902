import { join } from 'node:path';
import { inspectArchive } from '#platform/archives/inspect-archive.ts';
import { openArchive } from '#platform/archives/open-archive.ts';
import { parseManifest } from '#platform/archives/parse-manifest.ts';
import type { Database } from '#platform/database/database.ts';
import type { Upload } from '#platform/http/receive-uploads.ts';
import type { SignatureState } from '#platform/signatures/sign.ts';
import { loadTrustedKeys } from '#platform/signatures/trusted-keys.ts';
import { failure } from '#shared/errors/failure.ts';
import type { Inspection } from '#shared/gateway-api/extensions.ts';
import { type Manifest, manifestEntry } from '#shared/gateway-api/manifests.ts';
import type { Result } from '#shared/result.ts';
import { gatewayFolders } from '../../launcher-protocol.ts';
import { judgeLauncher, judgeRevision, judgeSignature, type PackagePolicy } from '../../package-policy.ts';
import { readBackup } from '../backup/read-backup.ts';
import { openStaging } from '../restore/staging.ts';
import { type CheckList, createCheckList } from './checks.ts';
import { compareParts } from './compare-parts.ts';

export interface InspectFileOptions {
  dataFolder: string;
  uploadsFolder: string;
  keyFolders: readonly string[];
  policy: PackagePolicy;
  /** The revision that runs. */
  revision: string;
  /** With `command`, a firmware image may be any file. */
  firmwareInstaller: 'slots' | 'command';
  database: Database;
}

/** What a file is, and every check that an upgrade, firmware upgrade or restore with it would make. Applies nothing. */
export async function inspectFile(upload: Upload, options: InspectFileOptions): Promise<Inspection> {
  const { name, bytes, sha256 } = upload;
  const file = { name, bytes, sha256 };
  const read = await readManifest(upload);
  if (read.manifest === null) {
    const image = options.firmwareInstaller === 'command';
    const checks = createCheckList(image ? 'image' : 'unknown');
    if (image) checks.passed('installer');
    else note(checks, read);
    return { ...nothingKnown, kind: image ? 'firmware' : 'unknown', file, checks: checks.list() };
  }
  const { manifest } = read;
  const checks = createCheckList(manifest.kind);
  note(checks, read);
  const signature = await checkContents(upload, manifest, checks, options);
  const known = {
    kind: manifest.kind,
    file,
    manifest: JSON.parse(JSON.stringify(manifest)),
    signature: manifest.kind === 'backup' ? nothingKnown.signature : shown(signature),
  };
  if (manifest.kind === 'backup') {
    const parts = checks.goesOn() ? await checkBackup(upload, checks, options) : null;
    return { ...known, parts, checks: checks.list() };
  }
  if (checks.goesOn() && signature !== null) judge(upload, manifest, signature, checks, options);
  return { ...known, parts: null, checks: checks.list() };
}

const nothingKnown = {
  manifest: null,
  signature: { state: 'not-applicable', signer: null },
  parts: null,
} as const satisfies Partial<Inspection>;

interface ReadManifest {
  manifest: Manifest | null;
  failed: { check: 'archive' | 'manifest'; why: Parameters<CheckList['failed']>[1] } | null;
}

function note(checks: CheckList, { failed }: ReadManifest): void {
  if (failed?.check !== 'archive') checks.passed('archive');
  if (failed === null) checks.passed('manifest');
  else checks.failed(failed.check, failed.why);
}

async function readManifest({ path, name }: Upload): Promise<ReadManifest> {
  const opened = await openArchive(path, name);
  if (!opened.ok) return { manifest: null, failed: { check: 'archive', why: opened.failure } };
  const archive = opened.value;
  try {
    if (!archive.entries.some((entry) => entry.name === manifestEntry)) {
      const why = failure('ARCHIVE_NO_MANIFEST', { file: name });
      return { manifest: null, failed: { check: 'manifest', why } };
    }
    const bytes = await archive.read(manifestEntry);
    if (!bytes.ok) return { manifest: null, failed: { check: 'archive', why: bytes.failure } };
    const parsed = parseManifest(bytes.value, name);
    if (!parsed.ok) return { manifest: null, failed: { check: 'manifest', why: parsed.failure } };
    return { manifest: parsed.value, failed: null };
  } finally {
    await archive.close();
  }
}

/** Who signed; null when the contents did not pass. */
async function checkContents(
  { path, name }: Upload,
  { kind }: Manifest,
  checks: CheckList,
  { dataFolder, keyFolders }: InspectFileOptions,
): Promise<SignatureState | null> {
  const { keys } = await loadTrustedKeys([join(dataFolder, gatewayFolders.keys), ...keyFolders]);
  const inspected = await inspectArchive(path, name, { trustedKeys: keys, expected: kind });
  if (inspected.ok) checks.passed('contents');
  else checks.failed('contents', inspected.failure);
  return inspected.ok ? inspected.value.signature : null;
}

function judge(
  { name }: Upload,
  manifest: Exclude<Manifest, { kind: 'backup' }>,
  signature: SignatureState,
  checks: CheckList,
  { policy, revision }: InspectFileOptions,
): void {
  const strict = judgeSignature(name, signature, { ...policy, allowUnsigned: false });
  if (strict.ok) checks.passed('signature');
  else if (policy.allowUnsigned) checks.warned('signature', strict.failure);
  else checks.failed('signature', strict.failure);
  if (!checks.goesOn()) return;

  const tooOld = judgeLauncher(name, manifest.minimumLauncher, policy);
  if (tooOld === null) checks.passed('launcher');
  else checks.failed('launcher', tooOld);

  if (manifest.kind !== 'supervision' || !checks.goesOn()) return;
  const refused = judgeRevision(name, manifest.revision, revision, false);
  if (refused === null) checks.passed('revision');
  // Going back can be allowed explicitly.
  else if (refused.code === 'REVISION_OLDER') checks.warned('revision', refused);
  else checks.failed('revision', refused);
}

/** What a restore would change; null when it would be refused before that is known. */
async function checkBackup(
  { path, name }: Upload,
  checks: CheckList,
  { uploadsFolder, database }: InspectFileOptions,
): Promise<Inspection['parts']> {
  const staging = openStaging(uploadsFolder);
  try {
    let read: Result<unknown> = await readBackup(path, name, staging.sink);
    if (read.ok || read.failure.code === 'BACKUP_NO_ADMINISTRATOR') checks.passed('parts');
    if (!read.ok) {
      const check = read.failure.code === 'BACKUP_NO_ADMINISTRATOR' ? 'administrator' : 'parts';
      checks.failed(check, read.failure);
      return null;
    }
    checks.passed('administrator');
    read = await readBackup(path, name, () => undefined, { references: true });
    if (read.ok) checks.passed('references');
    else checks.failed('references', read.failure);
    return compareParts(database, staging.finish());
  } finally {
    await staging.discard();
  }
}

const shown = (signature: SignatureState | null): Inspection['signature'] => ({
  state: signature?.state ?? 'missing',
  signer: signature?.state === 'trusted' ? signature.signer : null,
});
