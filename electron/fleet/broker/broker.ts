import type { Result } from '#shared/result.ts';
import type { Principal } from './access-rules.ts';

/** A message of an agent. What its topic says of the agent is true: nobody else may publish there. */
export interface BrokerMessage {
  topic: string;
  payload: Uint8Array;
  retain: boolean;
}

/**
 * Takes a message of QoS 1 over: it is acknowledged when the promise resolves. After a rejection it is not, and its
 * sender is cut off, so that it sends again: a message may come twice, and after others.
 */
export type MessageHandler = (message: BrokerMessage) => Promise<void>;

/** Somebody came or went. Times are UTC epoch milliseconds. */
export interface Presence {
  username: string;
  clientId: string;
  /** Null: not an agent. */
  agentUuid: string | null;
  online: boolean;
  at: number;
}

export interface BrokerUser extends Principal {
  enabled: boolean;
  /** Null: any that is not an agent's. */
  clientId: string | null;
}

/** Makes the broker follow what was stored of its users; what is connected feels it at once. */
export interface BrokerUsers {
  /** `password` only when it is new: who is connected with the old one is cut off. */
  put(user: BrokerUser, password?: string): Promise<Result<null>>;
  remove(username: string): Promise<Result<null>>;
}

/** Since the start; what an external broker does not tell is null. */
export interface BrokerStatistics {
  kind: 'embedded' | 'external';
  connected: number | null;
  sessionsKept: number | null;
  subscriptions: number | null;
  retained: number | null;
  messagesIn: number;
  messagesOut: number;
  bytesIn: number | null;
  bytesOut: number | null;
  /** By a limit of the listener: too many at once, or too fast from one address. */
  refusedConnections: number | null;
  refusedLogins: number | null;
  refusedPublishes: number | null;
  refusedSubscriptions: number | null;
  /** Broken or oversized packets, and clients that fell silent. */
  protocolErrors: number | null;
  /** Messages for slow or absent readers beyond their queue. */
  dropped: number | null;
}

export interface Broker {
  /** Resolves when agents can connect (embedded), or when the users there are as they should be (external). */
  start(): Promise<Result<null>>;
  /** Handlers that run are waited for; what they had not taken over is sent again by its sender. */
  stop(): Promise<void>;
  /** Where agents connect. Empty before the start. */
  urls(): readonly string[];
  publish(
    topic: string,
    payload: string | Uint8Array,
    options: { qos: 0 | 1; retain: boolean },
  ): Promise<Result<null>>;
  /** Messages of clients: what {@link publish} sends to topics for agents does not come here. Returns how to stop. */
  subscribe(filter: string, handler: MessageHandler): () => void;
  /** An external broker does not tell who is there. */
  onPresence(listener: (presence: Presence) => void): () => void;
  readonly users: BrokerUsers;
  statistics(): BrokerStatistics;
}
