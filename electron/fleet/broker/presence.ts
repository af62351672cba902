import type { Presence } from './broker.ts';

/** Tells who came and who went. */
export function createPresence() {
  const listeners = new Set<(presence: Presence) => void>();
  return {
    subscribe(listener: (presence: Presence) => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell(presence: Presence): void {
      for (const listener of listeners) listener(presence);
    },
  };
}
