import { chainStart } from '#platform/hash-chain/hash-chain.ts';
import { uuidV7 } from '#platform/ids/uuid-v7.ts';
import type { FleetStore, FleetTransaction } from '../database/tables.ts';
import { type AuditEvent, eventHash } from './audit-event.ts';

/** The append-only log of what was done and refused. */
export interface Audit {
  /** In the transaction of what it tells of: both are there, or neither. */
  record(trx: FleetTransaction, event: AuditEvent): Promise<void>;
  /** By itself, for what changes nothing else. */
  note(event: AuditEvent): Promise<void>;
}

/** All writes of the store come one after the other, so that the chain has no fork. */
export function createAudit(store: FleetStore, now: () => number = Date.now): Audit {
  async function record(trx: FleetTransaction, event: AuditEvent): Promise<void> {
    const last = await trx
      .selectFrom('audit_events')
      .select(['seq', 'hash'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    const at = now();
    const row = {
      seq: (last?.seq ?? chainStart.number) + 1,
      event_id: uuidV7(at),
      tenant_id: event.tenantId,
      event_type: event.type,
      at,
      target_type: event.target.type,
      target_id: event.target.id,
      actor_type: event.actor.type,
      actor_id: event.actor.id,
      actor_name: event.actor.name,
      address: event.actor.address,
      severity: event.severity ?? 'info',
      correlation_id: event.correlationId ?? null,
      data: JSON.stringify(event.data ?? {}),
    };
    const hash = eventHash(last?.hash ?? chainStart.hash, row);
    await trx
      .insertInto('audit_events')
      .values({ ...row, hash })
      .execute();
  }
  return { record, note: (event) => store.write((trx) => record(trx, event)) };
}
