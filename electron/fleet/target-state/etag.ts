import { createHash } from 'node:crypto';

interface Tagged {
  version: number;
  apps: unknown;
  config: unknown;
}

/** SHA-1 in hex, without quotes, of the JSON of version, apps and config (wire §1.6). */
export const etagOf = ({ version, apps, config }: Tagged): string =>
  createHash('sha1').update(JSON.stringify({ version, apps, config })).digest('hex');

/** A state that was never set has a tag of another form: 32 base64 characters (wire §1.6), here always the same of one agent. */
export const etagOfNeverSet = (uuid: string): string =>
  createHash('sha256').update(`never set ${uuid}`).digest('base64').slice(0, 32);

/**
 * `If-Match` of an operator (RFC 9110 §13.1.1): `*` or a list of tags. Quotes may be left out, since the tag that the agent
 * sees has none. Weak tags never match.
 */
export function matches(ifMatch: string, etag: string | null): boolean {
  if (etag === null) return false;
  const given = ifMatch.split(',').map((each) => each.trim());
  return given.some((each) => each === '*' || each === etag || each === `"${etag}"`);
}
