import type { Logger } from 'pino';
import { bridgeEvents, type EventName, type EventPayload } from '#shared/bridge/contract.ts';

export interface BridgeEvent {
  event: EventName;
  payload: unknown;
}

/** Carries events from the features to every transport. */
export interface EventBus {
  emit<N extends EventName>(event: N, payload: EventPayload<N>): void;
  subscribe(listener: (event: BridgeEvent) => void): () => void;
}

export function createEventBus(log: Logger): EventBus {
  const listeners = new Set<(event: BridgeEvent) => void>();
  return {
    emit(event, payload) {
      // As with answers: what the contract does not name stays inside.
      const message: BridgeEvent = { event, payload: bridgeEvents[event].parse(payload) };
      for (const listener of listeners) {
        try {
          listener(message);
        } catch (error) {
          log.error({ error, event }, 'a listener of an event failed');
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
