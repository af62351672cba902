import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newChallenge, proves, readPublicKey } from '../../../../electron/fleet/provisioning/proof.ts';

const ed25519 = generateKeyPairSync('ed25519');
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: typeof ed25519.publicKey) => key.export({ type: 'spki', format: 'pem' }).toString();
const uuid = 'efe42ba6-6728-4906-aa41-b8e93265af03';

const signers = {
  Ed25519: (text: string) => ({
    pem: pem(ed25519.publicKey),
    signature: sign(null, Buffer.from(text), ed25519.privateKey),
  }),
  'P-256, DER': (text: string) => ({
    pem: pem(p256.publicKey),
    signature: sign('sha256', Buffer.from(text), p256.privateKey),
  }),
  'P-256, r and s': (text: string) => ({
    pem: pem(p256.publicKey),
    signature: sign('sha256', Buffer.from(text), { key: p256.privateKey, dsaEncoding: 'ieee-p1363' }),
  }),
};

describe.each(Object.entries(signers))('proof of possession with %s', (_, signer) => {
  test('the signature over uuid and challenge proves the key', () => {
    const challenge = newChallenge();
    const { pem: key, signature } = signer(`${uuid}:${challenge}`);
    expect(proves(key, { uuid, challenge }, signature.toString('base64'))).toBe(true);
  });

  test('of anything else it proves nothing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.uuid(), (text, other) => {
        const challenge = newChallenge();
        const { pem: key, signature } = signer(text);
        expect(proves(key, { uuid, challenge }, signature.toString('base64'))).toBe(false);
        const foreign = signer(`${other}:${challenge}`);
        expect(proves(key, { uuid, challenge }, foreign.signature.toString('base64'))).toBe(other === uuid);
      }),
      { numRuns: 30 },
    );
  });

  test('bytes that are no signature are no proof, and no crash', () => {
    const { pem: key } = signer('x');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const about = { uuid, challenge: 'c' };
        expect(proves(key, about, Buffer.from(bytes).toString('base64'))).toBe(false);
      }),
    );
  });
});

describe('public keys', () => {
  test('others than Ed25519 and P-256 are refused with what they are', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    expect(readPublicKey(pem(rsa.publicKey))).toEqual({ why: 'it is rsa' });
    expect(readPublicKey(pem(p384.publicKey))).toEqual({ why: 'it is ec secp384r1' });
  });

  test('a private key is not taken for a public one', () => {
    const secret = ed25519.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(readPublicKey(secret)).toEqual({ why: expect.any(String) });
    expect(readPublicKey('')).toEqual({ why: 'it cannot be read' });
  });

  test('challenges are 43 base64url characters, as the public system gives them', () => {
    expect(newChallenge()).toMatch(/^[\w-]{43}$/);
    expect(newChallenge()).not.toBe(newChallenge());
  });
});
