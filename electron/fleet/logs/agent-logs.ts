import type { Readable } from 'node:stream';
import { ok, type Result } from '#shared/result.ts';
import type { AgentOf } from '../agents/own-agent.ts';
import type { FleetStore } from '../database/tables.ts';
import type { LogEntry } from './log-entry.ts';
import { addLogLines, isNewBatch } from './log-rows.ts';
import { readLogBatch } from './read-log-batch.ts';

const dayMs = 86_400_000;

/** How long lines are kept (wire §4), and how long a batch is known again (wire §1.6). */
export const logRetention = { linesMs: 90 * dayMs, batchesMs: dayMs } as const;

/** A whole batch has to be here by then; one that drips would hold its connection for ever. */
const bodyTimeoutMs = 60_000;

export interface StoredBatch {
  /** Nothing of it was stored: it was before. */
  duplicate: boolean;
  lines: number;
  refused: number;
  firstReason: string | null;
}

/** Log lines of agents. */
export interface AgentLogs {
  /** Resolves when all good lines of the batch are on disk. BODY_TOO_LARGE, BODY_UNREADABLE, LOG_LINES_TOO_MANY: then none are. */
  receive(
    agent: AgentOf,
    batch: { id: string | null; body: Readable; encoding: string | undefined },
  ): Promise<Result<StoredBatch>>;
  add(agent: AgentOf, entries: readonly LogEntry[]): Promise<void>;
  /** Drops what is too old. */
  sweep(): Promise<void>;
}

export function createAgentLogs({ store, now }: { store: FleetStore; now(): number }): AgentLogs {
  return {
    async receive(agent, { id, body, encoding }) {
      const at = now();
      const timer = setTimeout(() => body.destroy(), bodyTimeoutMs);
      const read = await readLogBatch(body, encoding, at).finally(() => clearTimeout(timer));
      if (!read.ok) return read;
      const { entries, refused, firstReason } = read.value;
      return store.write(async (trx) => {
        const since = at - logRetention.batchesMs;
        const isNew = id === null || (await isNewBatch(trx, agent.agentUuid, id, { at, since }));
        if (isNew) await addLogLines(trx, agent, entries, at);
        return ok({ duplicate: !isNew, lines: entries.length, refused, firstReason });
      });
    },
    add: (agent, entries) => store.write((trx) => addLogLines(trx, agent, entries, now())),
    sweep: () =>
      store.write(async (trx) => {
        const at = now();
        const old = at - logRetention.linesMs;
        await trx.deleteFrom('agent_logs').where('created_at', '<', old).execute();
        await trx.deleteFrom('log_services').where('last_at', '<', old).execute();
        await trx
          .deleteFrom('log_batches')
          .where('received_at', '<', at - logRetention.batchesMs)
          .execute();
      }),
  };
}
