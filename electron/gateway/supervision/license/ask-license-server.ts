import type { TrustedKey } from '#platform/signatures/trusted-keys.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { networkReason } from '../updates/feed.ts';
import {
  isSameEmail,
  type LicenseFile,
  licenseKeyHash,
  maxLicenseBytes,
  readLicense,
} from './license-file.ts';

export interface LicenseQuestion {
  email: string;
  licenseKey: string;
}

const refusals = new Set([401, 403, 404]);

/**
 * Posts `{email, licenseKey}` to the address; the answer is a signed licence file, which is believed for its signature and
 * never for where it came from. LICENSE_INVALID when the server does not know the key, LICENSE_SERVER for everything else.
 */
export async function askLicenseServer(
  address: string,
  question: LicenseQuestion,
  trustedKeys: readonly TrustedKey[],
  timeoutMs: number,
): Promise<Result<LicenseFile>> {
  const url = URL.canParse(address) ? new URL(address) : null;
  const server = url === null ? address : `${url.protocol}//${url.host}${url.pathname}`;
  const unusable = (why: string, detail?: string) => fail(failure('LICENSE_SERVER', { server, why }, detail));
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    return unusable('it is no http(s) address');
  }
  let text: string;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(question),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (refusals.has(answer.status)) return fail(failure('LICENSE_INVALID'));
    if (answer.status !== 200) return unusable(`it answers with ${answer.status}`);
    const read = await readLimited(answer);
    if (read === null) return unusable('its answer is too long for a licence');
    text = read;
  } catch (error) {
    return unusable(networkReason(error), String(error));
  }
  const license = readLicense(text, trustedKeys);
  if (license === null) return unusable('its answer is no licence that a trusted key has signed');
  const fits =
    license.keyHash === licenseKeyHash(question.licenseKey) && isSameEmail(license.email, question.email);
  return fits ? ok(license) : unusable('its answer is the licence of another key');
}

/** Null: there was more than a licence can have. */
async function readLimited(answer: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxLicenseBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
