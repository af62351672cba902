import { createPrivateKey, type KeyObject, sign, verify } from 'node:crypto';
import type { TrustedKey } from './trusted-keys.ts';

/** Who signed: a trusted key, a key that is not trusted (or the bytes were changed afterwards), or nobody. */
export type SignatureState =
  | { state: 'trusted'; signer: string }
  | { state: 'stranger' }
  | { state: 'missing' };

/** Ed25519 over the manifest's bytes, 64 bytes as they are (contract §3). */
export const signBytes = (bytes: Uint8Array, privateKey: KeyObject): Buffer => sign(null, bytes, privateKey);

/** `signature` is null when the archive holds none. */
export function evaluateSignature(
  bytes: Uint8Array,
  signature: Uint8Array | null,
  trustedKeys: readonly TrustedKey[],
): SignatureState {
  if (signature === null) return { state: 'missing' };
  const signer = trustedKeys.find(({ key }) => verify(null, bytes, key, signature));
  return signer === undefined ? { state: 'stranger' } : { state: 'trusted', signer: signer.name };
}

/** An Ed25519 private key as `openssl genpkey -algorithm ed25519` writes it. Throws with a sentence on anything else. */
export function readSigningKey(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new Error(`the key is ${key.asymmetricKeyType}; make one with: openssl genpkey -algorithm ed25519`);
  }
  return key;
}
