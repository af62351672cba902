import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { AgentsDeps } from '../agents/agents-deps.ts';
import { loggedBy } from '../audit/logged-by.ts';
import type { FleetRow } from '../database/tables/fleets.ts';
import type { FleetTransaction } from '../database/tables.ts';
import type { UserPrincipal } from '../http/principal.ts';
import { countByFleet, findFleet } from './fleet-rows.ts';
import { type ShownFleet, showFleet } from './show-fleet.ts';

/** What becomes of a fleet, and how the audit log calls it. */
export interface FleetChange {
  type: string;
  set?: Partial<FleetRow>;
  data?: Record<string, unknown>;
}

interface FleetCaller {
  who: UserPrincipal;
  address: string;
  requestId: string;
}

/**
 * Changes one fleet of the caller's tenant in one transaction, with its entry in the audit log. FLEET_NOT_FOUND, and what
 * `work` fails with; nothing was changed then. Gives the fleet as it is now.
 */
export async function changeFleet(
  deps: Pick<AgentsDeps, 'store' | 'audit' | 'now'>,
  call: FleetCaller & { params: { fleetId: string } },
  work: (trx: FleetTransaction, fleet: FleetRow) => Promise<Result<FleetChange>>,
): Promise<Result<ShownFleet>> {
  return deps.store.write(async (trx): Promise<Result<ShownFleet>> => {
    const row = await findFleet(trx, call.who.tenantId, call.params.fleetId);
    if (row === null) return fail(failure('FLEET_NOT_FOUND'));
    const change = await work(trx, row);
    if (!change.ok) return change;
    const next = { ...change.value.set, updated_at: deps.now() };
    await trx.updateTable('fleets').set(next).where('uuid', '=', row.uuid).execute();
    await recordFleet(trx, deps, call, row.uuid, change.value);
    const counts = await countByFleet(trx, row.tenant_id, row.uuid);
    return ok(showFleet({ ...row, ...next }, counts.get(row.uuid) ?? null));
  });
}

export const recordFleet = (
  trx: FleetTransaction,
  { audit }: Pick<AgentsDeps, 'audit'>,
  call: FleetCaller,
  uuid: string,
  { type, data }: FleetChange,
): Promise<void> =>
  audit.record(trx, {
    tenantId: call.who.tenantId,
    type,
    target: { type: 'fleet', id: uuid },
    ...loggedBy(call),
    ...(data && { data }),
  });
