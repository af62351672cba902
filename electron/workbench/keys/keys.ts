import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '#platform/files/atomic-file.ts';
import { loadTrustedKeys, readPublicKey, type TrustedKey } from '#platform/signatures/trusted-keys.ts';
import type { TrustedKeyEntry } from '#shared/bridge/keys.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import type { FileShelf } from '../files/file-shelf.ts';

type KeyHandlers = { [N in Extract<keyof BridgeHandlers, `keys.${string}`>]: BridgeHandlers[N] };

/** A public key is some hundred bytes; anything larger is another file. */
const maxKeyBytes = 16 * 1024;

/**
 * Keys that the user trusts, as PEM files in `folder`, beside those shipped with the product. The embedded gateway reads
 * the same folder at each upload, so that a key counts there as soon as it is here.
 */
export function createKeyHandlers(deps: {
  files: FileShelf;
  folder: string;
  shippedFolders: readonly string[];
}): KeyHandlers {
  const { files, folder, shippedFolders } = deps;

  async function list(): Promise<TrustedKeyEntry[]> {
    const own = await loadTrustedKeys([folder]);
    const shipped = await loadTrustedKeys(shippedFolders);
    return [
      ...own.keys.map((key) => entryOf(key, false)),
      ...shipped.keys.map((key) => entryOf(key, true)),
    ].sort((a, b) => a.name.localeCompare(b.name));
  }

  return {
    'keys.list': async () => ok(await list()),

    async 'keys.trust'({ name, fileToken }) {
      const read = await readKey(files, fileToken);
      if (!read.ok) return read;
      const added = entryOf({ name, key: read.value }, false);
      const known = await list();
      const same = known.find((entry) => entry.fingerprint === added.fingerprint);
      if (same !== undefined) return fail(failure('KEY_KNOWN', { name: same.name }));
      const lower = name.toLowerCase();
      if (known.some((entry) => entry.name.toLowerCase() === lower)) {
        return fail(failure('KEY_NAME_TAKEN', { name }));
      }
      await mkdir(folder, { recursive: true });
      const pem = read.value.export({ type: 'spki', format: 'pem' });
      await writeFileAtomic(join(folder, `${name}.pem`), pem);
      return ok(added);
    },

    async 'keys.distrust'({ name }) {
      await rm(join(folder, `${name}.pem`), { force: true });
      return ok(null);
    },
  };
}

const entryOf = ({ name, key }: TrustedKey, shipped: boolean): TrustedKeyEntry => ({
  name,
  fingerprint: createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex'),
  shipped,
});

async function readKey(files: FileShelf, fileToken: string): Promise<Result<TrustedKey['key']>> {
  const found = await files.find(fileToken);
  if (!found.ok) return found;
  const { path, name, bytes } = found.value;
  const unusable = (why: string) => fail(failure('KEY_UNUSABLE', { file: name, why }));
  if (bytes > maxKeyBytes) return unusable('it is too large for a key');
  try {
    return ok(readPublicKey(await readFile(path, 'utf8')));
  } catch (error) {
    return unusable(error instanceof Error ? error.message : String(error));
  }
}
