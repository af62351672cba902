import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openJsonFile } from '#platform/files/json-file.ts';
import {
  createKeyringSecretStore,
  encryptedSecretsSchema,
  isKeyringUsable,
  noSecrets,
} from '../../../electron/adapters/keyring-secret-store.ts';
import { safeStorage } from '../../fakes/electron.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatewright-secrets-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const openStore = async (name: string) => {
  const path = join(folder, `${name}.json`);
  const log = pino({ level: 'silent' });
  const file = await openJsonFile({
    path,
    schema: encryptedSecretsSchema,
    defaults: noSecrets,
    log,
    mode: 0o600,
  });
  return { path, store: createKeyringSecretStore(file) };
};

describe('a keyring counts', () => {
  test('when it is there', async () => expect(await isKeyringUsable('linux')).toBe(true));

  test('not when Electron fell back to basic_text, whatever it says about encryption', async () => {
    safeStorage.getSelectedStorageBackend.mockReturnValueOnce('basic_text');
    expect(await isKeyringUsable('linux')).toBe(false);
  });

  test('not when the system offers none', async () => {
    safeStorage.isAsyncEncryptionAvailable.mockResolvedValueOnce(false);
    expect(await isKeyringUsable('win32')).toBe(false);
  });
});

describe('secrets', () => {
  test('are on disk encrypted only, survive a restart and are forgotten', async () => {
    const { path, store } = await openStore('kept');
    await store.set('gateway:1', 'hunter2');
    const onDisk = await readFile(path, 'utf8');
    expect(onDisk).not.toContain('hunter2');
    expect(onDisk).toContain(Buffer.from('locked:hunter2').toString('base64'));
    const again = (await openStore('kept')).store;
    expect(await again.get('gateway:1')).toBe('hunter2');
    await again.remove('gateway:1');
    expect(await again.get('gateway:1')).toBeNull();
    expect((await openStore('kept')).store.keepsSecrets).toBe(true);
  });

  test('that the keyring cannot open any more are as good as not there', async () => {
    const { store } = await openStore('foreign');
    await store.set('gateway:1', 'hunter2');
    safeStorage.decryptStringAsync.mockRejectedValueOnce(new Error('other account'));
    expect(await store.get('gateway:1')).toBeNull();
  });

  test('are encrypted again when the key was rotated', async () => {
    const { path, store } = await openStore('rotated');
    await store.set('gateway:1', 'hunter2');
    safeStorage.decryptStringAsync.mockResolvedValueOnce({ result: 'hunter2', shouldReEncrypt: true });
    safeStorage.encryptStringAsync.mockResolvedValueOnce(Buffer.from('new key'));
    expect(await store.get('gateway:1')).toBe('hunter2');
    expect(await readFile(path, 'utf8')).toContain(Buffer.from('new key').toString('base64'));
  });
});
