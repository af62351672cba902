import { createHash } from 'node:crypto';
import type { actorTypes, severities } from '#shared/fleet-api/audit-api.ts';
import type { AuditEventRow } from '../database/tables/audit.ts';
import type { Principal } from '../http/principal.ts';

export interface Actor {
  type: (typeof actorTypes)[number];
  id: string | null;
  name: string | null;
  /** Where the request came from; null: from within. */
  address: string | null;
}

/** What happened, as it goes into the log. */
export interface AuditEvent {
  tenantId: string;
  /** `user.created`, `device.provisioned` …: a noun, and what happened to it. */
  type: string;
  target: { type: string; id: string | null };
  actor: Actor;
  severity?: (typeof severities)[number];
  /** The request id. */
  correlationId?: string | null;
  /** Facts for people; never a secret. */
  data?: Record<string, unknown>;
}

export const system: Actor = { type: 'system', id: null, name: null, address: null };

/** Who asked, for the log. */
export function actorOf(who: Principal | null, address: string): Actor {
  if (who === null) return { type: 'user', id: null, name: null, address };
  if (who.kind === 'device') return { type: 'device', id: who.agentUuid, name: null, address };
  if (who.apiKeyId !== null) return { type: 'api', id: who.apiKeyId, name: who.name, address };
  return { type: 'user', id: who.userId, name: who.name, address };
}

/** SHA-256 over all that an event says and the hash of the one before; an array, so that no field can run into the next. */
export const eventHash = (previous: string, row: Omit<AuditEventRow, 'hash'>): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        ...[previous, row.seq, row.event_id, row.tenant_id, row.event_type, row.at, row.target_type],
        ...[row.target_id, row.actor_type, row.actor_id, row.actor_name, row.address, row.severity],
        ...[row.correlation_id, row.data],
      ]),
    )
    .digest('hex');
