import { type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { type SignatureState, signBytes } from '#platform/signatures/sign.ts';
import type { TrustedKey } from '#platform/signatures/trusted-keys.ts';
import { revisionSchema } from '#shared/gateway-api/revision.ts';

/** `latest.json` of a feed (contract §4): the one package that the feed offers. */

export const feedFileName = 'latest.json';
/** Release notes included. */
export const maxFeedBytes = 512 * 1024;
const maxPackageBytes = 4 * 1024 ** 3;

export const feedEntrySchema = z.object({
  version: revisionSchema,
  releaseDate: z.iso.datetime({ offset: true }).or(z.iso.date()),
  /** Markdown. */
  releaseNotes: z.string().default(''),
  /** A name beside `latest.json`, never a path. */
  file: z.string().regex(/^\w[\w.+-]{0,199}$/, 'a plain file name'),
  size: z.int().min(1).max(maxPackageBytes),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'lowercase hex SHA-256'),
  /** Base64 of an Ed25519 signature over {@link signedText}. */
  signature: z.string().max(200).nullish(),
});
export type FeedEntry = z.infer<typeof feedEntrySchema>;

/** What is signed: the other fields as JSON without spaces, in this order. */
export const signedText = (entry: Omit<FeedEntry, 'signature'>): Buffer => {
  const { version, releaseDate, releaseNotes, file, size, sha256 } = entry;
  return Buffer.from(JSON.stringify({ version, releaseDate, releaseNotes, file, size, sha256 }));
};

export const signFeedEntry = (entry: Omit<FeedEntry, 'signature'>, privateKey: KeyObject): FeedEntry => ({
  ...entry,
  signature: signBytes(signedText(entry), privateKey).toString('base64'),
});

export function evaluateFeed(entry: FeedEntry, trustedKeys: readonly TrustedKey[]): SignatureState {
  if (entry.signature == null || entry.signature === '') return { state: 'missing' };
  const signature = Buffer.from(entry.signature, 'base64');
  const signer = trustedKeys.find(({ key }) => verify(null, signedText(entry), key, signature));
  return signer === undefined ? { state: 'stranger' } : { state: 'trusted', signer: signer.name };
}
