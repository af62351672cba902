import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createFileShelf } from '../../../../electron/workbench/files/file-shelf.ts';
import { createKeyHandlers } from '../../../../electron/workbench/keys/keys.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const publicPem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const ed25519 = () => generateKeyPairSync('ed25519');

async function setUp() {
  const place = await temporaryFolder();
  const folder = join(place, 'keys');
  const shipped = join(place, 'shipped');
  await mkdir(shipped);
  const files = createFileShelf(join(place, 'uploads'));
  await files.start();
  const keys = createKeyHandlers({ files, folder, shippedFolders: [shipped] });
  const trust = async (name: string, content: string) => {
    const token = await files.adoptUpload(Readable.from([Buffer.from(content)]), 'maker.pem');
    if (!token.ok) throw new Error(token.failure.message);
    return keys['keys.trust']({ name, fileToken: token.value.token });
  };
  return { folder, shipped, keys, trust };
}

describe('trusted keys', () => {
  test('a key that was added is listed with its fingerprint, and gone when it is removed', async () => {
    const { keys, trust, folder } = await setUp();
    const added = await trust('ACME', publicPem(ed25519().publicKey));
    expect(added).toMatchObject({ ok: true, value: { name: 'ACME', shipped: false } });
    expect(await keys['keys.list'](null)).toEqual({ ok: true, value: added.ok ? [added.value] : [] });
    await keys['keys.distrust']({ name: 'ACME' });
    expect(await keys['keys.list'](null)).toEqual({ ok: true, value: [] });
    expect(await readdir(folder)).toEqual([]);
  });

  test('shipped keys are listed as such and stay when somebody asks for their removal', async () => {
    const { keys, shipped } = await setUp();
    await writeFile(join(shipped, 'Gatewright.pem'), publicPem(ed25519().publicKey));
    await keys['keys.distrust']({ name: 'Gatewright' });
    expect(await keys['keys.list'](null)).toMatchObject({
      value: [{ name: 'Gatewright', shipped: true }],
    });
  });

  test('one key under two names would hide who signed: the second is refused', async () => {
    const { trust } = await setUp();
    const pem = publicPem(ed25519().publicKey);
    await trust('ACME', pem);
    expect(await trust('Other', pem)).toMatchObject({
      failure: { code: 'KEY_KNOWN', context: { name: 'ACME' } },
    });
  });

  test('a name in use is not taken over, also not in other letters: file systems may ignore case', async () => {
    const { trust, folder } = await setUp();
    await trust('ACME', publicPem(ed25519().publicKey));
    expect(await trust('acme', publicPem(ed25519().publicKey))).toMatchObject({
      failure: { code: 'KEY_NAME_TAKEN' },
    });
    expect(await readdir(folder)).toEqual(['ACME.pem']);
  });

  test.each([
    ['a private key', () => ed25519().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['an RSA key', () => publicPem(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)],
    ['a text', () => 'hello'],
    ['a large file', () => publicPem(ed25519().publicKey) + ' '.repeat(20_000)],
  ])('%s is not taken, and nothing is written', async (_what, content) => {
    const { trust, folder } = await setUp();
    expect(await trust('ACME', content())).toMatchObject({ failure: { code: 'KEY_UNUSABLE' } });
    expect(await readdir(folder).catch(() => [])).toEqual([]);
  });
});
