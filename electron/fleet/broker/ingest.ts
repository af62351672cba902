import { matchesTopic } from '#shared/mqtt/topic-filter.ts';
import type { BrokerMessage, MessageHandler } from './broker.ts';

/** Handlers of the server, and what they are still working on. */
export interface Ingest {
  subscribe(filter: string, handler: MessageHandler): () => void;
  /** Resolves when every handler that the topic concerns has taken the message over; rejects when one has not. */
  deliver(message: BrokerMessage): Promise<void>;
  /** Resolves when no handler runs. */
  idle(): Promise<void>;
}

export function createIngest(): Ingest {
  const handlers = new Map<symbol, { filter: string; handler: MessageHandler }>();
  const running = new Set<Promise<void>>();

  async function handOver(message: BrokerMessage): Promise<void> {
    const concerned = [...handlers.values()].filter(({ filter }) => matchesTopic(filter, message.topic));
    // All are waited for, so that none still runs when the sender sends again.
    const outcomes = await Promise.allSettled(concerned.map(async ({ handler }) => handler(message)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
  return {
    subscribe(filter, handler) {
      const key = Symbol(filter);
      handlers.set(key, { filter, handler });
      return () => void handlers.delete(key);
    },
    deliver(message) {
      const work = handOver(message).finally(() => running.delete(work));
      running.add(work);
      return work;
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
