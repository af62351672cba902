import { createHash } from 'node:crypto';
import { failure } from '#shared/errors/failure.ts';
import {
  type ArchiveKind,
  type Manifest,
  manifestEntry,
  signatureEntry,
} from '#shared/gateway-api/manifests.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { failureOf } from '../files/failure-error.ts';
import { evaluateSignature, type SignatureState } from '../signatures/sign.ts';
import type { TrustedKey } from '../signatures/trusted-keys.ts';
import { type Archive, openArchive } from './open-archive.ts';
import { parseManifest } from './parse-manifest.ts';

export interface Inspection {
  manifest: Manifest;
  manifestBytes: Buffer;
  /** What it means is the caller's policy. */
  signature: SignatureState;
}

/**
 * Checks an archive whole without keeping anything: zip guards, manifest, list of files, hash of every file as it really
 * unpacks, signature. Fails with ARCHIVE_…; throws the signal's reason when it was aborted.
 */
export async function inspectArchive(
  path: string,
  displayName: string,
  options: { trustedKeys: readonly TrustedKey[]; expected?: ArchiveKind; signal?: AbortSignal },
): Promise<Result<Inspection>> {
  const opened = await openArchive(path, displayName);
  if (!opened.ok) return opened;
  const archive = opened.value;
  try {
    return await inspect(archive, displayName, options);
  } finally {
    await archive.close();
  }
}

async function inspect(
  archive: Archive,
  file: string,
  options: { trustedKeys: readonly TrustedKey[]; expected?: ArchiveKind; signal?: AbortSignal },
): Promise<Result<Inspection>> {
  const names = new Set(archive.entries.map((entry) => entry.name));
  if (!names.has(manifestEntry)) return fail(failure('ARCHIVE_NO_MANIFEST', { file }));
  const manifestBytes = await archive.read(manifestEntry);
  if (!manifestBytes.ok) return manifestBytes;
  const parsed = parseManifest(manifestBytes.value, file, options.expected);
  if (!parsed.ok) return parsed;
  const manifest = parsed.value;

  const unlisted = findUnlisted(names, manifest);
  if (unlisted !== null) return fail(failure('ARCHIVE_FILE_LIST', { file, entry: unlisted }));
  const signature = names.has(signatureEntry) ? await archive.read(signatureEntry) : null;
  if (signature?.ok === false) return signature;
  for (const name of Object.keys(manifest.files)) {
    options.signal?.throwIfAborted();
    const checked = await checkHash(archive, file, name, manifest);
    if (!checked.ok) return checked;
  }
  return ok({
    manifest,
    manifestBytes: manifestBytes.value,
    signature: evaluateSignature(manifestBytes.value, signature?.value ?? null, options.trustedKeys),
  });
}

/** A name that is only in the archive or only in its manifest, or a supervision entry program that is in neither. */
function findUnlisted(names: ReadonlySet<string>, manifest: Manifest): string | null {
  const listed = new Set(Object.keys(manifest.files));
  for (const name of listed) {
    if (!names.has(name) || name === manifestEntry || name === signatureEntry) return name;
  }
  for (const name of names) {
    if (!listed.has(name) && name !== manifestEntry && name !== signatureEntry) return name;
  }
  return manifest.kind === 'supervision' && !listed.has(manifest.entry) ? manifest.entry : null;
}

async function checkHash(
  archive: Archive,
  file: string,
  name: string,
  manifest: Manifest,
): Promise<Result<void>> {
  const stream = await archive.stream(name);
  if (!stream.ok) return stream;
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of stream.value) {
      bytes += chunk.length;
      hash.update(chunk);
    }
  } catch (error) {
    const broken = failureOf(error);
    if (broken === null) throw error;
    return fail(broken);
  }
  const listed = manifest.files[name];
  return listed?.bytes === bytes && listed.sha256 === hash.digest('hex')
    ? ok(undefined)
    : fail(failure('ARCHIVE_HASH_MISMATCH', { file, entry: name }));
}
