import type { Role } from '#shared/fleet-api/roles.ts';

/** A person, or a program with an API key. */
export interface UserPrincipal {
  kind: 'user';
  tenantId: string;
  /** The account; of a key, the one that made it. */
  userId: string;
  name: string;
  role: Role;
  /** Null with an API key. */
  sessionId: string | null;
  /** Null with a token. */
  apiKeyId: string | null;
}

/** An agent with its device key. */
export interface DevicePrincipal {
  kind: 'device';
  tenantId: string;
  agentUuid: string;
}

export type Principal = UserPrincipal | DevicePrincipal;

/** What counts requests and writes the audit log: one name for who asks. */
export const principalKey = (who: Principal): string =>
  who.kind === 'device'
    ? `device ${who.agentUuid}`
    : who.apiKeyId === null
      ? `user ${who.userId}`
      : `key ${who.apiKeyId}`;
