import { coversFilter, matchesTopic } from '#shared/mqtt/topic-filter.ts';

/** Bits of a rule, as the callbacks of external brokers number them. */
export const access = { read: 1, write: 2, subscribe: 4, all: 7 } as const;

export interface AclRule {
  filter: string;
  /** Sum of the bits of {@link access}. */
  access: number;
}

/** Who is connected, and what it may do. */
export interface Principal {
  username: string;
  /** Every topic but the broker's own (`$…`), which even a superuser only reads. */
  superuser: boolean;
  /** Null: not an agent. */
  agentUuid: string | null;
  rules: readonly AclRule[];
}

export interface BrokerLogin {
  clientId: string;
  username: string;
  password: string;
  address: string;
}

/** Who may connect. Both throw when the store cannot be read; nobody gets in then. */
export interface BrokerAccess {
  authenticate(login: BrokerLogin): Promise<Principal | null>;
  /** What is true now of a user who logged in before; null: may not stay. */
  find(username: string): Promise<Principal | null>;
}

export const mayPublish = (principal: Principal, topic: string): boolean =>
  !topic.startsWith('$') && permits(principal, access.write, (filter) => matchesTopic(filter, topic));

export const mayRead = (principal: Principal, topic: string): boolean =>
  permits(principal, access.read, (filter) => matchesTopic(filter, topic));

/** The whole filter has to be allowed; a part of it is not enough. */
export const maySubscribe = (principal: Principal, filter: string): boolean =>
  permits(principal, access.subscribe, (rule) => coversFilter(rule, filter));

function permits(principal: Principal, bit: number, applies: (filter: string) => boolean): boolean {
  if (principal.superuser) return true;
  return principal.rules.some((rule) => (rule.access & bit) === bit && applies(rule.filter));
}

/**
 * Whether a client id may be used by who logged in: an agent has one alone, and nobody else may use an agent's, because
 * the same id takes over the session.
 */
export function mayUseClientId(principal: Principal, clientId: string, agentPrefix: string): boolean {
  if (principal.agentUuid !== null) return clientId === agentClientId(agentPrefix, principal.agentUuid);
  return clientId !== '' && !agentsId.test(clientId);
}

export const agentClientId = (prefix: string, agentUuid: string): string => `${prefix}_${agentUuid}`;

const agentsId = /_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
