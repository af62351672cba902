import type { Logger } from 'pino';
import type { Audit } from '../audit/audit.ts';
import { system } from '../audit/audit-event.ts';
import { inChunks } from '../database/in-chunks.ts';
import type { PresenceRow } from '../database/tables/agent-list.ts';
import type { FleetStore, FleetTransaction } from '../database/tables.ts';
import type { AgentOf } from './own-agent.ts';
import { createPresenceStates } from './presence-states.ts';

/**
 * Which agents are there (contract §2 "agents"): those that reported, or had an MQTT session, within three of their report
 * intervals. In memory, because every report touches it; going online and offline is written and audited soon after, when
 * somebody was last heard of now and then.
 */
export interface Presence {
  /** A report came. `at`: epoch milliseconds; `reportIntervalMs`: what the agent says is its interval. */
  seen(agent: AgentOf, at: number, reportIntervalMs?: number): void;
  /** An MQTT session opened; the agent is there as long as it lasts. */
  opened(agent: AgentOf): void;
  /** An MQTT session of it ended, whichever way. */
  gone(uuid: string): void;
  /** In the transaction that removes the agent. */
  forget(trx: FleetTransaction, uuid: string): Promise<void>;
  /** Of these agents, as it is now; who was never heard of is not in it. */
  of(uuids: readonly string[]): Map<string, PresenceRow>;
  /** Finds out who is missing. To be called every few seconds. */
  check(): Promise<void>;
  /** Writes when everybody was last heard of, too. To be called every minute or so, and at the end. */
  flush(): Promise<void>;
}

interface PresenceDeps {
  store: FleetStore;
  audit: Audit;
  /** Epoch milliseconds. */
  now(): number;
  inBackground(work: Promise<unknown>): void;
  log: Logger;
}

export async function createPresence(deps: PresenceDeps): Promise<Presence> {
  const { store, now, inBackground } = deps;
  const known = await store.read.selectFrom('agent_presence').selectAll().execute();
  const states = createPresenceStates(known, now());
  const wasOnline = new Map(known.map((row) => [row.agent_uuid, row.is_online === 1]));
  let lastWrite: Promise<void> = Promise.resolve();

  async function writeRows(uuids: readonly string[]): Promise<void> {
    const rows = await store.write(async (trx) => {
      const present = uuids.flatMap((uuid) => states.row(uuid) ?? []);
      const turned = present.filter(
        (row) => (wasOnline.get(row.agent_uuid) ?? false) !== (row.is_online === 1),
      );
      await upsert(trx, present);
      for (const row of turned) await record(trx, deps.audit, row);
      return present;
    });
    for (const row of rows) {
      states.written(row);
      wasOnline.set(row.agent_uuid, row.is_online === 1);
    }
  }

  async function writeAll(alsoSeen: boolean): Promise<void> {
    // In parts, so that others write in between.
    for (const some of inChunks(states.unwritten(alsoSeen))) await writeRows(some);
  }

  /** One after the other; what could not be written stays to be written. */
  async function write(alsoSeen: boolean): Promise<void> {
    lastWrite = lastWrite
      .then(() => writeAll(alsoSeen))
      .catch((error) => deps.log.warn({ error }, 'who is online could not be written; it is tried again'));
    await lastWrite;
  }

  let isDue = false;
  /** Together with what else is heard in this turn. */
  function writeSoon(): void {
    if (isDue || states.unwritten(false).length === 0) return;
    isDue = true;
    inBackground(
      new Promise((resolve) => setImmediate(resolve)).then(() => {
        isDue = false;
        return write(false);
      }),
    );
  }

  return {
    seen(agent, at, reportIntervalMs) {
      states.seen(agent, Math.min(at, now()), reportIntervalMs);
      writeSoon();
    },
    opened(agent) {
      states.opened(agent, now());
      writeSoon();
    },
    gone: (uuid) => states.closed(uuid, now()),
    async forget(trx, uuid) {
      await trx.deleteFrom('agent_presence').where('agent_uuid', '=', uuid).execute();
      store.afterCommit(() => {
        states.forget(uuid);
        wasOnline.delete(uuid);
      });
    },
    of: (uuids) => new Map(uuids.flatMap((uuid) => entryOf(uuid, states.row(uuid)))),
    async check() {
      states.expire(now());
      await write(false);
    },
    flush: () => write(true),
  };
}

const entryOf = (uuid: string, row: PresenceRow | null): [string, PresenceRow][] =>
  row === null ? [] : [[uuid, row]];

async function upsert(trx: FleetTransaction, rows: readonly PresenceRow[]): Promise<void> {
  if (rows.length === 0) return;
  await trx
    .insertInto('agent_presence')
    .values(rows)
    .onConflict((on) =>
      on.column('agent_uuid').doUpdateSet((is) => ({
        is_online: is.ref('excluded.is_online'),
        last_seen_at: is.ref('excluded.last_seen_at'),
        changed_at: is.ref('excluded.changed_at'),
        report_interval_ms: is.ref('excluded.report_interval_ms'),
      })),
    )
    .execute();
}

const record = (trx: FleetTransaction, audit: Audit, row: PresenceRow): Promise<void> =>
  audit.record(trx, {
    tenantId: row.tenant_id,
    type: row.is_online === 1 ? 'device.online' : 'device.offline',
    target: { type: 'agent', id: row.agent_uuid },
    actor: system,
    severity: row.is_online === 1 ? 'info' : 'warning',
    data: { last_seen: new Date(row.last_seen_at).toISOString() },
  });
