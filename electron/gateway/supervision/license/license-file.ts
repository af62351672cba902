import { createHash, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { signBytes } from '#platform/signatures/sign.ts';
import type { TrustedKey } from '#platform/signatures/trusted-keys.ts';

/**
 * A licence as a file: who has it, until when it brings updates, and the hash of its key, signed by whom this gateway trusts.
 * The key itself is nowhere in it, so that the files of all customers may lie on a stick.
 */
export const licenseFileSchema = z.object({
  kind: z.literal('license'),
  format: z.literal(1),
  /** SHA-256 of the key, see {@link licenseKeyHash}. */
  keyHash: z.string().regex(/^[0-9a-f]{64}$/, 'lowercase hex SHA-256'),
  email: z.email().max(320),
  updatesExpireAt: z.iso.datetime(),
  /** Base64 of an Ed25519 signature over {@link signedText}. */
  signature: z.string().max(200),
});
export type LicenseFile = z.infer<typeof licenseFileSchema>;
type Unsigned = Omit<LicenseFile, 'signature'>;

export const maxLicenseBytes = 16 * 1024;

/** What is signed: the other fields as JSON without spaces, in this order. */
const signedText = ({ kind, format, keyHash, email, updatesExpireAt }: Unsigned): Buffer =>
  Buffer.from(JSON.stringify({ kind, format, keyHash, email, updatesExpireAt }));

export const signLicense = (license: Unsigned, privateKey: KeyObject): LicenseFile => ({
  ...license,
  signature: signBytes(signedText(license), privateKey).toString('base64'),
});

/** As people type it: case, spaces and dashes do not count. */
export const licenseKeyHash = (key: string): string =>
  createHash('sha256')
    .update(key.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest('hex');

export const isSameEmail = (a: string, b: string): boolean =>
  a.trim().toLowerCase() === b.trim().toLowerCase();

/** The licence in `text`, or null: it is none, was altered, or nobody who is trusted has signed it. */
export function readLicense(text: string, trustedKeys: readonly TrustedKey[]): LicenseFile | null {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = licenseFileSchema.safeParse(raw);
  if (!parsed.success) return null;
  const license = parsed.data;
  const signature = Buffer.from(license.signature, 'base64');
  // Base64 has spare bits: another text with the same bytes is another file all the same.
  if (signature.toString('base64') !== license.signature) return null;
  return trustedKeys.some(({ key }) => verify(null, signedText(license), key, signature)) ? license : null;
}
