import { chainStart } from '#platform/hash-chain/hash-chain.ts';
import type { FleetStore } from '../database/tables.ts';
import { eventHash } from './audit-event.ts';

export interface AuditVerdict {
  intact: boolean;
  /** Events that were looked at. */
  events: number;
  /** Place of the first one that is wrong; null: none is. */
  brokenAt: number | null;
  why: string | null;
}

const rowsAtOnce = 1_000;

/** Goes through the whole chain, of all tenants: it is one. Stops at the first event that is wrong. */
export async function verifyAudit(store: FleetStore): Promise<AuditVerdict> {
  let previous = chainStart.hash;
  let seq = 0;
  const broken = (at: number, why: string): AuditVerdict => ({
    intact: false,
    events: seq,
    brokenAt: at,
    why,
  });
  for (;;) {
    const rows = await store.read
      .selectFrom('audit_events')
      .selectAll()
      .where('seq', '>', seq)
      .orderBy('seq', 'asc')
      .limit(rowsAtOnce)
      .execute();
    for (const { hash, ...row } of rows) {
      if (row.seq !== seq + 1) return broken(seq + 1, 'this event is missing');
      if (eventHash(previous, row) !== hash)
        return broken(row.seq, 'this event, or the one before it, was changed');
      previous = hash;
      seq = row.seq;
    }
    if (rows.length < rowsAtOnce) return { intact: true, events: seq, brokenAt: null, why: null };
  }
}
