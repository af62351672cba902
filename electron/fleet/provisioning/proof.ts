import { createPublicKey, type KeyObject, randomBytes, verify } from 'node:crypto';

/** 43 base64url characters, as the public system gives them (wire §2.1). */
export const newChallenge = (): string => randomBytes(32).toString('base64url');

/** The public key in this PEM (SPKI), or why it cannot be used: only Ed25519 and P-256 are (wire §2.1, step 3). */
export function readPublicKey(pem: string): { key: KeyObject } | { why: string } {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: pem, format: 'pem', type: 'spki' });
  } catch {
    return { why: 'it cannot be read' };
  }
  // A private key would be taken, too: whoever sends one has given it away.
  if (!pem.includes('BEGIN PUBLIC KEY')) return { why: 'it is no public key' };
  if (key.asymmetricKeyType === 'ed25519') return { key };
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType === 'ec' && curve === 'prime256v1') return { key };
  return { why: `it is ${[key.asymmetricKeyType, curve].filter(Boolean).join(' ')}` };
}

/** Whether `signature` (base64) proves the key over `<uuid>:<challenge>`. P-256: SHA-256, as DER or as r and s (IEEE P1363). */
export function proves(pem: string, about: { uuid: string; challenge: string }, signature: string): boolean {
  const read = readPublicKey(pem);
  if (!('key' in read)) return false;
  const { key } = read;
  const text = Buffer.from(`${about.uuid}:${about.challenge}`, 'utf8');
  const bytes = Buffer.from(signature, 'base64');
  if (key.asymmetricKeyType === 'ed25519') return verify(null, text, key, bytes);
  return (['der', 'ieee-p1363'] as const).some((dsaEncoding) =>
    verify('sha256', text, { key, dsaEncoding }, bytes),
  );
}
