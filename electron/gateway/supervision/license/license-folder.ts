import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { writeFileAtomic } from '#platform/files/atomic-file.ts';
import { isFileError } from '#platform/files/file-error.ts';
import type { TrustedKey } from '#platform/signatures/trusted-keys.ts';
import { type LicenseFile, maxLicenseBytes, readLicense } from './license-file.ts';

/** Signed licence files, `*.json`; whoever sells licences puts them there, or the licence server gave them. */
export interface LicenseFolder {
  /** All that are signed by whom we trust; of several with one key the longest. */
  all(trustedKeys: readonly TrustedKey[]): Promise<LicenseFile[]>;
  keep(license: LicenseFile): Promise<void>;
}

/** A folder with more files was not meant for us. */
const maxFiles = 10_000;

export const licenseFolder = (folder: string, log: Pick<Logger, 'warn'>): LicenseFolder => ({
  async all(trustedKeys) {
    const licenses: LicenseFile[] = [];
    for (const name of (await namesIn(folder)).slice(0, maxFiles)) {
      const text = await readSmall(join(folder, name));
      const license = text === null ? null : readLicense(text, trustedKeys);
      if (license === null)
        log.warn({ file: name }, 'a licence file that is altered, or not signed by a trusted key');
      else licenses.push(license);
    }
    return licenses.sort((a, b) => b.updatesExpireAt.localeCompare(a.updatesExpireAt));
  },
  async keep(license) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `${license.keyHash.slice(0, 16)}.json`);
    await writeFileAtomic(path, `${JSON.stringify(license, null, 2)}\n`, { mode: 0o600 });
  },
});

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return [];
    throw error;
  }
}

/** Null: too large for a licence, or it cannot be read. */
async function readSmall(path: string): Promise<string | null> {
  try {
    const handle = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(maxLicenseBytes + 1));
      return bytesRead > maxLicenseBytes ? null : buffer.subarray(0, bytesRead).toString('utf8');
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}
