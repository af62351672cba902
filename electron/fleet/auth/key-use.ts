import type { FleetStore } from '../database/tables.ts';

/** When API keys were used last: noted in memory, written now and then. */
export interface KeyUse {
  seen(id: string): void;
  flush(): Promise<void>;
}

export function createKeyUse(store: FleetStore, now: () => number = Date.now): KeyUse {
  const seenAt = new Map<string, number>();
  return {
    seen: (id) => void seenAt.set(id, now()),
    async flush() {
      if (seenAt.size === 0) return;
      const entries = [...seenAt];
      seenAt.clear();
      await store.write(async (trx) => {
        for (const [id, at] of entries) {
          await trx.updateTable('api_keys').set({ last_used_at: at }).where('id', '=', id).execute();
        }
      });
    },
  };
}
