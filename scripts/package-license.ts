import { randomInt } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readSigningKey } from '#platform/signatures/sign.ts';
import { licenseKeyHash, signLicense } from '../electron/gateway/supervision/license/license-file.ts';
import { runCommand, sentence } from './packages/write-package.ts';

const usage = `usage: npm run package:license -- --email E --updates-until DATE --key KEY.pem --out FILE.json [--license-key K]
  --email E               whose licence this is
  --updates-until DATE    until when it brings updates, e.g. 2027-01-19
  --key KEY.pem           Ed25519 private key to sign with (openssl genpkey -algorithm ed25519)
  --out FILE.json         the licence file; it belongs into licenses/ of the gateway's data folder
  --license-key K         the key that the customer enters (default: a new one); it is printed and stands in no file
`;

/** Without letters and digits that look alike. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** 80 bits: `XXXX-XXXX-XXXX-XXXX`. */
const newLicenseKey = (): string =>
  Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => alphabet.charAt(randomInt(alphabet.length))).join(''),
  ).join('-');

await runCommand(usage, async () => {
  const { values } = parseArgs({
    options: {
      email: { type: 'string' },
      'updates-until': { type: 'string' },
      key: { type: 'string' },
      out: { type: 'string' },
      'license-key': { type: 'string' },
    },
  });
  const { email, 'updates-until': until, key, out } = values;
  if (!z.email().safeParse(email).success || email === undefined)
    throw new Error('Say whose it is: --email E');
  if (until === undefined || !z.iso.date().or(z.iso.datetime()).safeParse(until).success) {
    throw new Error('Say until when it brings updates: --updates-until 2027-01-19');
  }
  if (key === undefined) throw new Error('Say what to sign with: --key KEY.pem');
  if (out === undefined) throw new Error('Say where to write the licence: --out FILE.json');
  const privateKey = await readFile(key, 'utf8')
    .then(readSigningKey)
    .catch((error: unknown) => {
      throw new Error(`The key ${key} cannot be used: ${sentence(error)}`);
    });
  const licenseKey = values['license-key'] ?? newLicenseKey();
  const license = signLicense(
    {
      kind: 'license',
      format: 1,
      keyHash: licenseKeyHash(licenseKey),
      email,
      updatesExpireAt: new Date(until).toISOString(),
    },
    privateKey,
  );
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, `${JSON.stringify(license, null, 2)}\n`);
  process.stdout.write(`${out}  ${email}  updates until ${license.updatesExpireAt}  key ${licenseKey}\n`);
});
