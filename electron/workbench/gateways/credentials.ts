import type { SecretStore } from '../ports.ts';
import { type Credential, digestOf } from '../sessions/login.ts';
import { createKeptSecrets, type KeptSecrets } from './kept-secrets.ts';

/** Logins of the gateways. What is kept is the digest, which is the credential itself. */
export interface Credentials extends Omit<KeptSecrets, 'find' | 'enter'> {
  find(gatewayId: string, username: string): Credential | null;
  enter(gatewayId: string, password: string): void;
}

export function createCredentials(secrets: SecretStore): Credentials {
  const kept = createKeptSecrets(secrets, 'gateway');
  return {
    ...kept,
    find(gatewayId, username) {
      const digest = kept.find(gatewayId);
      return digest === null ? null : { username, digest };
    },
    enter: (gatewayId, password) => kept.enter(gatewayId, digestOf(password)),
  };
}

/** API keys of the gateways' management APIs. */
export const createApiKeys = (secrets: SecretStore): KeptSecrets => createKeptSecrets(secrets, 'gateway-key');
