import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evaluateSignature, readSigningKey, signBytes } from '#platform/signatures/sign.ts';
import { loadTrustedKeys } from '#platform/signatures/trusted-keys.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const pair = generateKeyPairSync('ed25519');
const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' });
const privatePem = String(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

test('loads public keys of several folders and names what cannot serve', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'a'));
  await mkdir(join(folder, 'b'));
  await writeFile(join(folder, 'a/acme.pem'), publicPem);
  await writeFile(join(folder, 'a/readme.txt'), 'not a key');
  await writeFile(join(folder, 'b/broken.pem'), 'nonsense');
  await writeFile(join(folder, 'b/private.pem'), privatePem);
  await writeFile(join(folder, 'b/rsa.pem'), rsa.publicKey.export({ type: 'spki', format: 'pem' }));
  const loaded = await loadTrustedKeys(['a', 'none', 'b'].map((name) => join(folder, name)));
  expect(loaded.keys.map((key) => key.name)).toEqual(['acme']);
  expect(loaded.problems.map((problem) => problem.file)).toEqual(
    ['broken', 'private', 'rsa'].map((name) => join(folder, `b/${name}.pem`)),
  );
});

test('a signature is trusted, strange or missing', () => {
  const bytes = Buffer.from('manifest');
  const signature = signBytes(bytes, readSigningKey(privatePem));
  const trusted = [{ name: 'acme', key: pair.publicKey }];
  expect(evaluateSignature(bytes, signature, trusted)).toEqual({ state: 'trusted', signer: 'acme' });
  expect(evaluateSignature(Buffer.from('other'), signature, trusted)).toEqual({ state: 'stranger' });
  expect(evaluateSignature(bytes, signature.subarray(1), trusted)).toEqual({ state: 'stranger' });
  expect(evaluateSignature(bytes, signature, [])).toEqual({ state: 'stranger' });
  expect(evaluateSignature(bytes, null, trusted)).toEqual({ state: 'missing' });
});

test('only an Ed25519 key signs', () => {
  expect(() => readSigningKey(String(rsa.privateKey.export({ type: 'pkcs8', format: 'pem' })))).toThrow(
    'genpkey',
  );
});
