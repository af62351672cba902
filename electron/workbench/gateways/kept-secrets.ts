import type { SecretStore } from '../ports.ts';

/** One kind of secret per gateway: in memory while the workbench runs, in the secret store when the user wants it kept. */
export interface KeptSecrets {
  /** Reads what was remembered for these gateways. */
  load(gatewayIds: readonly string[]): Promise<void>;
  find(gatewayId: string): string | null;
  remembers(gatewayId: string): boolean;
  enter(gatewayId: string, secret: string): void;
  /** Keeps what was entered, once it is known to be right. */
  remember(gatewayId: string): Promise<void>;
  /** Keeps it no longer than this process. */
  forgetRemembered(gatewayId: string): Promise<void>;
  forget(gatewayId: string): Promise<void>;
}

/** `kind` goes before the gateway's id in the name of the secret. */
export function createKeptSecrets(secrets: SecretStore, kind: string): KeptSecrets {
  const entered = new Map<string, string>();
  const remembered = new Set<string>();
  const secretName = (gatewayId: string) => `${kind}:${gatewayId}`;

  async function forgetRemembered(gatewayId: string): Promise<void> {
    if (remembered.delete(gatewayId)) await secrets.remove(secretName(gatewayId));
  }

  return {
    async load(gatewayIds) {
      for (const id of gatewayIds) {
        const secret = await secrets.get(secretName(id));
        if (secret === null) continue;
        entered.set(id, secret);
        remembered.add(id);
      }
    },
    find: (gatewayId) => entered.get(gatewayId) ?? null,
    remembers: (gatewayId) => remembered.has(gatewayId),
    enter(gatewayId, secret) {
      entered.set(gatewayId, secret);
    },
    async remember(gatewayId) {
      const secret = entered.get(gatewayId);
      if (secret === undefined) return;
      await secrets.set(secretName(gatewayId), secret);
      remembered.add(gatewayId);
    },
    forgetRemembered,
    async forget(gatewayId) {
      entered.delete(gatewayId);
      await forgetRemembered(gatewayId);
    },
  };
}
