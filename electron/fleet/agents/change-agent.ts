import { ok, type Result } from '#shared/result.ts';
import type { AuditEvent } from '../audit/audit-event.ts';
import { loggedBy } from '../audit/logged-by.ts';
import type { AgentRow } from '../database/tables/agents.ts';
import type { FleetTransaction } from '../database/tables.ts';
import type { UserPrincipal } from '../http/principal.ts';
import type { AgentsDeps } from './agents-deps.ts';
import { ownAgent } from './own-agent.ts';

/** What becomes of an agent, and how the audit log calls it. */
export interface AgentChange {
  type: string;
  severity?: NonNullable<AuditEvent['severity']>;
  /** Columns that change; none: the agent itself stays as it is. */
  set: Partial<AgentRow>;
  data?: Record<string, unknown>;
}

interface ChangingCall {
  who: UserPrincipal;
  params: { uuid: string };
  address: string;
  requestId: string;
}

/**
 * Changes one agent of the caller's tenant in one transaction, with its entry in the audit log. AGENT_NOT_FOUND, and what
 * `work` fails with; nothing was changed then. Gives the agent as it is now.
 */
export async function changeAgent(
  { store, audit, now }: Pick<AgentsDeps, 'store' | 'audit' | 'now'>,
  call: ChangingCall,
  work: (trx: FleetTransaction, agent: AgentRow) => Promise<Result<AgentChange>>,
): Promise<Result<AgentRow>> {
  const { who, params } = call;
  return store.write(async (trx) => {
    const agent = await ownAgent(trx, who.tenantId, params.uuid);
    if (!agent.ok) return agent;
    const change = await work(trx, agent.value);
    if (!change.ok) return change;
    const { type, severity, set, data } = change.value;
    const next = { ...set, updated_at: now() };
    await trx.updateTable('agents').set(next).where('uuid', '=', params.uuid).execute();
    await audit.record(trx, {
      tenantId: who.tenantId,
      type,
      target: { type: 'agent', id: params.uuid },
      ...loggedBy(call),
      ...(severity && { severity }),
      ...(data && { data }),
    });
    return ok({ ...agent.value, ...next });
  });
}
