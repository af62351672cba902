import { createHash, type KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import { ZipFile } from 'yazl';
import { type Manifest, manifestEntry, signatureEntry } from '#shared/gateway-api/manifests.ts';
import { hashFile } from '../files/receive-file.ts';
import { signBytes } from '../signatures/sign.ts';
import { findCollision, isSafeName } from './entry-name.ts';
import { archiveLimits } from './limits.ts';

/** One file of a new archive. A path is streamed and stored as it is; other content is held in memory and packed. */
export interface ArchiveFile {
  name: string;
  content: Buffer | string | { path: string };
}

/** A manifest that is complete but for the list of files. */
export type ManifestHead = Manifest extends infer M ? (M extends Manifest ? Omit<M, 'files'> : never) : never;

interface Hashed {
  name: string;
  content: Buffer | { path: string };
  bytes: number;
  sha256: string;
}

/**
 * Writes a zip of `files` to `target`: `manifest.json` first, `manifest.sig` when a key is given. The same input gives the
 * same bytes (times come from `manifest.createdAt`). Ends `target`; rejects when it breaks or a file changes meanwhile.
 * Throws on names that {@link openArchive} would refuse: they are a bug of the caller.
 */
export async function writeArchive(
  target: Writable,
  manifest: ManifestHead,
  files: readonly ArchiveFile[],
  options: { privateKey?: KeyObject } = {},
): Promise<void> {
  checkNames(files.map((file) => file.name));
  const hashed = await Promise.all(files.map(hashContent));
  const list = Object.fromEntries(hashed.map(({ name, sha256, bytes }) => [name, { sha256, bytes }]));
  const manifestBytes = Buffer.from(`${JSON.stringify({ ...manifest, files: list }, null, 2)}\n`);

  const zip = new ZipFile();
  const entryOptions = {
    mtime: zoneFree(new Date(manifest.createdAt)),
    mode: 0o100644,
    forceDosTimestamp: true,
  };
  const addBytes = async (name: string, bytes: Buffer) =>
    zip.addBuffer(bytes, name, { ...entryOptions, compress: await packsWithinRatio(bytes) });
  await addBytes(manifestEntry, manifestBytes);
  if (options.privateKey) await addBytes(signatureEntry, signBytes(manifestBytes, options.privateKey));
  const open = new Set<Readable>();
  for (const { name, content, bytes } of hashed) {
    if (Buffer.isBuffer(content)) await addBytes(name, content);
    else {
      zip.addReadStreamLazy(name, { ...entryOptions, compress: false, size: bytes }, (done) => {
        const source = createReadStream(content.path);
        open.add(source);
        source.on('error', (error) => zip.emit('error', error)).on('close', () => open.delete(source));
        done(null, source);
      });
    }
  }
  try {
    await send(zip, target);
  } finally {
    for (const source of open) source.destroy();
  }
}

async function send(zip: ZipFile, target: Writable): Promise<void> {
  const output = zip.outputStream as Readable;
  zip.on('error', (error) => output.destroy(error));
  zip.end();
  await pipeline(output, target);
}

function checkNames(names: readonly string[]): void {
  const unsafe = names.find((name) => !isSafeName(name));
  if (unsafe !== undefined) throw new Error(`unsafe name in an archive: ${unsafe}`);
  const twice = findCollision([manifestEntry, signatureEntry, ...names]);
  if (twice !== null) throw new Error(`name used twice in an archive: ${twice}`);
}

async function hashContent({ name, content }: ArchiveFile): Promise<Hashed> {
  if (typeof content === 'string' || Buffer.isBuffer(content)) {
    const bytes = Buffer.from(content);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { name, content: bytes, bytes: bytes.length, sha256 };
  }
  return { name, content, ...(await hashFile(content.path)) };
}

/** Very even content packs so well that our own guard against bombs would refuse it; it is stored instead. */
async function packsWithinRatio(bytes: Buffer): Promise<boolean> {
  // Below this size nothing packs past the ratio.
  if (bytes.length < archiveLimits.ratio) return true;
  return bytes.length <= (await promisify(deflateRaw)(bytes)).length * archiveLimits.ratio;
}

/** Zip times have no zone: shifts the time so that local fields show UTC, and every machine writes the same. */
const zoneFree = (time: Date): Date =>
  new Date(
    time.getUTCFullYear(),
    time.getUTCMonth(),
    time.getUTCDate(),
    time.getUTCHours(),
    time.getUTCMinutes(),
    time.getUTCSeconds(),
  );
