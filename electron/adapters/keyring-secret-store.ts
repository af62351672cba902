import { safeStorage } from 'electron';
import { z } from 'zod';
import type { JsonFile } from '#platform/files/json-file.ts';
import type { SecretStore } from '../workbench/ports.ts';

/** Name → secret, encrypted by the system's keyring and written as base64. */
export const encryptedSecretsSchema = z.strictObject({
  format: z.literal(1),
  secrets: z.record(z.string(), z.string()),
});
export type EncryptedSecrets = z.infer<typeof encryptedSecretsSchema>;
export const noSecrets: EncryptedSecrets = { format: 1, secrets: {} };

/**
 * Whether this computer really protects what is stored. On Linux Electron falls back to `basic_text`, a password that is
 * compiled into Chromium; that counts as no keyring.
 */
export async function isKeyringUsable(platform: NodeJS.Platform): Promise<boolean> {
  if (platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return false;
  return safeStorage.isAsyncEncryptionAvailable();
}

/** Secrets in `file`, encrypted by the keyring of this account. After the app is ready, and with a usable keyring only. */
export function createKeyringSecretStore(file: JsonFile<EncryptedSecrets>): SecretStore {
  const encrypt = async (value: string): Promise<string> =>
    (await safeStorage.encryptStringAsync(value)).toString('base64');

  async function set(name: string, value: string): Promise<void> {
    const encrypted = await encrypt(value);
    await file.write({ format: 1, secrets: { ...file.value().secrets, [name]: encrypted } });
  }

  return {
    keepsSecrets: true,
    async get(name) {
      const stored = file.value().secrets[name];
      if (stored === undefined) return null;
      // Made by another account or before the keyring was reset: as good as not there, the user is asked again.
      const decrypted = await safeStorage.decryptStringAsync(Buffer.from(stored, 'base64')).catch(() => null);
      if (decrypted === null) return null;
      if (decrypted.shouldReEncrypt) await set(name, decrypted.result);
      return decrypted.result;
    },
    set,
    async remove(name) {
      const { [name]: _removed, ...rest } = file.value().secrets;
      await file.write({ format: 1, secrets: rest });
    },
  };
}
