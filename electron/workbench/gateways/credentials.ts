import type { SecretStore } from '../ports.ts';
import { type Credential, digestOf } from '../sessions/login.ts';

/** Credentials of the gateways: in memory while the workbench runs, in the secret store when the user wants it kept. */
export interface Credentials {
  /** Reads what was remembered for these gateways. */
  load(gatewayIds: readonly string[]): Promise<void>;
  find(gatewayId: string, username: string): Credential | null;
  remembers(gatewayId: string): boolean;
  enter(gatewayId: string, password: string): void;
  /** Keeps what was entered, once it is known to be right. */
  remember(gatewayId: string): Promise<void>;
  /** Keeps it no longer than this process. */
  forgetRemembered(gatewayId: string): Promise<void>;
  forget(gatewayId: string): Promise<void>;
}

export function createCredentials(secrets: SecretStore): Credentials {
  const digests = new Map<string, string>();
  const remembered = new Set<string>();
  const secretName = (gatewayId: string) => `gateway:${gatewayId}`;

  async function forgetRemembered(gatewayId: string): Promise<void> {
    if (remembered.delete(gatewayId)) await secrets.remove(secretName(gatewayId));
  }

  return {
    async load(gatewayIds) {
      for (const id of gatewayIds) {
        const digest = await secrets.get(secretName(id));
        if (digest === null) continue;
        digests.set(id, digest);
        remembered.add(id);
      }
    },
    find(gatewayId, username) {
      const digest = digests.get(gatewayId);
      return digest === undefined ? null : { username, digest };
    },
    remembers: (gatewayId) => remembered.has(gatewayId),
    enter(gatewayId, password) {
      digests.set(gatewayId, digestOf(password));
    },
    async remember(gatewayId) {
      const digest = digests.get(gatewayId);
      if (digest === undefined) return;
      await secrets.set(secretName(gatewayId), digest);
      remembered.add(gatewayId);
    },
    forgetRemembered,
    async forget(gatewayId) {
      digests.delete(gatewayId);
      await forgetRemembered(gatewayId);
    },
  };
}
