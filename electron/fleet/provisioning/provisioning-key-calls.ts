import { uuidV7 } from '#platform/ids/uuid-v7.ts';
import { failure } from '#shared/errors/failure.ts';
import type { provisioningApi } from '#shared/fleet-api/provisioning-api.ts';
import { loggedBy } from '../audit/logged-by.ts';
import { newHexSecret, secretHash } from '../auth/secrets.ts';
import { iso, isoOrNull } from '../auth/show.ts';
import type { ProvisioningKeyRow } from '../database/tables/provisioning.ts';
import type { FleetCall, FleetHandlers, FleetReply } from '../http/call.ts';
import type { ProvisioningDeps } from './provisioning-deps.ts';

const dayMs = 24 * 3_600_000;

/** Both ways to ask for a key; they differ in their defaults only. */
type NewKeyCall = Pick<
  FleetCall<typeof provisioningApi.createProvisioningKey>,
  'who' | 'body' | 'remember' | 'address' | 'requestId'
>;

type Calls =
  | 'createProvisioningKey'
  | 'createFleetProvisioningKey'
  | 'listProvisioningKeys'
  | 'revokeProvisioningKey';

/** Keys that make agents: shown once, good for so many agents and so long. */
export function provisioningKeyCalls(deps: ProvisioningDeps): Pick<FleetHandlers, Calls> {
  const { store, audit, now } = deps;
  const create = async (
    call: NewKeyCall,
  ): Promise<FleetReply<typeof provisioningApi.createProvisioningKey>> => {
    const { who, body, remember } = call;
    const fleetUuid = body.fleetUuid ?? null;
    if (fleetUuid !== null && !(await deps.hasFleet(store.read, who.tenantId, fleetUuid))) {
      return { failure: failure('FLEET_NOT_FOUND') };
    }
    const key = newHexSecret();
    const row = newRow(key, { ...body, fleetUuid }, who, now());
    const shown = { id: row.id, key, fleetUuid, maxDevices: row.max_agents, description: row.description };
    const warning = 'Keep this key: it is shown once';
    const answer = { status: 201 as const, body: { ...shown, expiresAt: iso(row.expires_at), warning } };
    await store.write(async (trx) => {
      await trx.insertInto('provisioning_keys').values(row).execute();
      await audit.record(trx, {
        tenantId: who.tenantId,
        type: 'provisioning_key.created',
        target: { type: 'provisioning_key', id: row.id },
        ...loggedBy(call),
        data: { fleetUuid, maxDevices: row.max_agents, expiresAt: iso(row.expires_at) },
      });
      await remember(trx, answer);
    });
    return answer;
  };
  return {
    createProvisioningKey: create,
    createFleetProvisioningKey: create,
    async listProvisioningKeys({ who, query }) {
      const rows = await store.read
        .selectFrom('provisioning_keys')
        .selectAll()
        .where('tenant_id', '=', who.tenantId)
        .$if(query.fleetUuid !== undefined, (from) => from.where('fleet_uuid', '=', query.fleetUuid ?? ''))
        .orderBy('created_at', 'desc')
        .execute();
      const keys = rows.map((row) => showKey(row, now()));
      const shown = query.all === 'true' ? keys : keys.filter(({ is_active }) => is_active);
      return { status: 200, body: { count: shown.length, keys: shown } };
    },
    async revokeProvisioningKey(call) {
      const { who, params, body } = call;
      const revoked = await store.write(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('provisioning_keys')
          .set({ revoked_at: now() })
          .where('tenant_id', '=', who.tenantId)
          .where('id', '=', params.keyId)
          .where('revoked_at', 'is', null)
          .executeTakeFirst();
        if (Number(numUpdatedRows) === 0) return false;
        await audit.record(trx, {
          tenantId: who.tenantId,
          type: 'provisioning_key.revoked',
          target: { type: 'provisioning_key', id: params.keyId },
          ...loggedBy(call),
          data: { reason: body.reason ?? null },
        });
        return true;
      });
      if (!revoked) return { failure: failure('PROVISIONING_KEY_NOT_FOUND') };
      return { status: 200, body: { message: 'The key is revoked' } };
    },
  };
}

function newRow(
  key: string,
  body: {
    fleetUuid: string | null;
    maxDevices: number;
    expiresInDays: number;
    description?: string | null | undefined;
  },
  who: { tenantId: string; userId: string },
  at: number,
): ProvisioningKeyRow {
  return {
    id: uuidV7(at),
    tenant_id: who.tenantId,
    key_hash: secretHash(key),
    description: body.description ?? null,
    fleet_uuid: body.fleetUuid,
    max_agents: body.maxDevices,
    agents_provisioned: 0,
    expires_at: at + body.expiresInDays * dayMs,
    created_by: who.userId,
    created_at: at,
    last_used_at: null,
    revoked_at: null,
  };
}

export const isUsable = (row: ProvisioningKeyRow, at: number): boolean =>
  row.revoked_at === null && row.expires_at > at && row.agents_provisioned < row.max_agents;

const showKey = (row: ProvisioningKeyRow, at: number) => ({
  id: row.id,
  description: row.description,
  fleet_uuid: row.fleet_uuid,
  max_agents: row.max_agents,
  agents_provisioned: row.agents_provisioned,
  expires_at: iso(row.expires_at),
  is_active: isUsable(row, at),
  created_at: iso(row.created_at),
  created_by: row.created_by,
  last_used_at: isoOrNull(row.last_used_at),
});
