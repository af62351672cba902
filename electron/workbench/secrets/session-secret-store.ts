import type { SecretStore } from '../ports.ts';

/** For `serve` and for desktops without a keyring: secrets live as long as this process (design §6). */
export function createSessionSecretStore(): SecretStore {
  const secrets = new Map<string, string>();
  return {
    keepsSecrets: false,
    get: async (name) => secrets.get(name) ?? null,
    async set(name, value) {
      secrets.set(name, value);
    },
    async remove(name) {
      secrets.delete(name);
    },
  };
}
