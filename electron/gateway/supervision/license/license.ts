import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { openJsonFile } from '#platform/files/json-file.ts';
import { loadTrustedKeys, type TrustedKey } from '#platform/signatures/trusted-keys.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { LicenseStatus } from '#shared/gateway-api/management-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { askLicenseServer, type LicenseQuestion } from './ask-license-server.ts';
import { isSameEmail, type LicenseFile, licenseKeyHash } from './license-file.ts';
import { licenseFolder } from './license-folder.ts';

/** The licence of this gateway: it gates updates, not use (contract §4). */
export interface License {
  status(): Promise<LicenseStatus>;
  /** Looks in the licence files, then asks the licence server; what is found is kept. LICENSE_INVALID, LICENSE_SERVER. */
  validate(question: LicenseQuestion): Promise<Result<LicenseFile>>;
  /** UPDATES_EXPIRED or LICENSE_NEEDED for an update of this release date; null: it may be had. */
  refuseUpdate(releaseDate: string): Promise<Failure | null>;
}

interface LicenseOptions {
  dataFolder: string;
  /** Folders of trusted keys. */
  keyFolders: readonly string[];
  /** The setting; empty: none. */
  server: () => string;
  /** UTC epoch milliseconds. */
  now: () => number;
  log: Logger;
  timeoutMs?: number;
}

const enteredSchema = z.object({
  format: z.literal(1),
  /** Which licence was entered; its file has the rest. */
  keyHash: z.string().nullable(),
});

const defaultTimeoutMs = 15_000;

export function createLicense(options: LicenseOptions): License {
  const { dataFolder, server, now, log } = options;
  const folder = licenseFolder(join(dataFolder, 'licenses'), log);
  const opening = openJsonFile({
    path: join(dataFolder, 'state', 'license.json'),
    schema: enteredSchema,
    defaults: { format: 1 as const, keyHash: null },
    log,
    mode: 0o600,
  });
  // Whoever needs it gets the error.
  opening.catch(() => undefined);
  const trustedKeys = async (): Promise<readonly TrustedKey[]> =>
    (await loadTrustedKeys(options.keyFolders)).keys;

  /** `needed`: licences are in use here, so that none means no updates. A gateway that never heard of one gets them. */
  async function look(): Promise<{ license: LicenseFile | null; needed: boolean }> {
    const { keyHash } = (await opening).value();
    const all = await folder.all(await trustedKeys());
    const license = all.find((one) => one.keyHash === keyHash) ?? null;
    return { license, needed: keyHash !== null || all.length > 0 || server() !== '' };
  }
  const isOver = ({ updatesExpireAt }: LicenseFile, releaseDate: number): boolean =>
    // An update that came out later is not covered, whatever this machine's clock says.
    Math.max(now(), releaseDate) >= Date.parse(updatesExpireAt);

  return {
    async status() {
      const { license, needed } = await look();
      if (license === null) return { valid: false, updatesActive: !needed };
      const { email, updatesExpireAt } = license;
      return { valid: true, email, updatesExpireAt, updatesActive: !isOver(license, 0) };
    },
    async validate(question) {
      const keys = await trustedKeys();
      const keyHash = licenseKeyHash(question.licenseKey);
      const known = (await folder.all(keys)).find(
        (one) => one.keyHash === keyHash && isSameEmail(one.email, question.email),
      );
      if (known !== undefined) {
        await (await opening).write({ format: 1, keyHash });
        return ok(known);
      }
      if (server() === '') return fail(failure('LICENSE_INVALID'));
      const asked = await askLicenseServer(server(), question, keys, options.timeoutMs ?? defaultTimeoutMs);
      if (!asked.ok) return asked;
      await folder.keep(asked.value);
      await (await opening).write({ format: 1, keyHash });
      return asked;
    },
    async refuseUpdate(releaseDate) {
      const { license, needed } = await look();
      if (license === null) return needed ? failure('LICENSE_NEEDED') : null;
      return isOver(license, Date.parse(releaseDate)) ? failure('UPDATES_EXPIRED') : null;
    },
  };
}
