import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { secretHash } from '../auth/secrets.ts';
import type { AgentRow } from '../database/tables/agents.ts';
import type { ProvisioningKeyRow } from '../database/tables/provisioning.ts';
import type { FleetTransaction } from '../database/tables.ts';
import type { ProvisioningDeps } from './provisioning-deps.ts';
import { isUsable } from './provisioning-key-calls.ts';

/** What a device says of itself. */
export interface Enrolment {
  uuid: string;
  deviceKey: string;
  deviceName: string;
  deviceType?: string | null | undefined;
  macAddress?: string | null | undefined;
  osVersion?: string | null | undefined;
  agentVersion?: string | null | undefined;
  /** What is to be proved; null: nothing is, as in the one call of the document. */
  proof: { publicKey: string; challenge: string; expiresAt: number } | null;
}

/**
 * Makes an agent of a device that holds a provisioning key; the key is used up by one. A device that did not get as far as its proof may
 * come again with the same keys, and is not counted twice. PROVISIONING_KEY_REFUSED, DEVICE_LIMIT_REACHED, AGENT_EXISTS, DEVICE_KEY_IN_USE.
 */
export async function enrol(
  trx: FleetTransaction,
  deps: ProvisioningDeps,
  provisioningKey: string,
  device: Enrolment,
): Promise<Result<{ agent: AgentRow; key: ProvisioningKeyRow }>> {
  const { devices, now } = deps;
  const key = await findKey(trx, provisioningKey);
  if (key === null || key.revoked_at !== null) return fail(failure('PROVISIONING_KEY_REFUSED'));
  const known = await trx.selectFrom('agents').selectAll().where('uuid', '=', device.uuid).executeTakeFirst();
  const again = known !== undefined && isUnfinished(known, key, device);
  if (!again && !isUsable(key, now())) return fail(failure('PROVISIONING_KEY_REFUSED'));
  if (!again && known !== undefined && !mayReturn(known, key)) return fail(failure('AGENT_EXISTS'));
  const limit = deps.deviceLimit(key.tenant_id);
  const isOneMore = known === undefined || known.deleted_at !== null;
  if (isOneMore && (await countAgents(trx, key.tenant_id)) >= limit) {
    return fail(failure('DEVICE_LIMIT_REACHED', { limit }));
  }
  const agent = { ...agentRow(device, key, now()), ...(known && keptOf(known, key)) };
  const sameKey = await trx
    .selectFrom('agents')
    .select('uuid')
    .where('device_key_hash', '=', agent.device_key_hash)
    .where('uuid', '!=', agent.uuid)
    .executeTakeFirst();
  if (sameKey !== undefined) return fail(failure('DEVICE_KEY_IN_USE'));
  if (known === undefined) await trx.insertInto('agents').values(agent).execute();
  else await trx.updateTable('agents').set(agent).where('uuid', '=', agent.uuid).execute();
  devices.forget(agent.uuid);
  if (!again) {
    await trx
      .updateTable('provisioning_keys')
      .set({ agents_provisioned: key.agents_provisioned + 1, last_used_at: now() })
      .where('id', '=', key.id)
      .execute();
  }
  return ok({ agent, key });
}

async function findKey(trx: FleetTransaction, secret: string): Promise<ProvisioningKeyRow | null> {
  const row = await trx
    .selectFrom('provisioning_keys')
    .selectAll()
    .where('key_hash', '=', secretHash(secret))
    .executeTakeFirst();
  return row ?? null;
}

const isUnfinished = (known: AgentRow, key: ProvisioningKeyRow, device: Enrolment): boolean =>
  known.deleted_at === null &&
  known.is_proved === 0 &&
  known.provisioning_key_id === key.id &&
  known.device_key_hash === secretHash(device.deviceKey) &&
  known.public_key === (device.proof?.publicKey ?? null);

/** Removed, revoked, or announced by an operator before it was there: a device of the same tenant may take the place. */
const mayReturn = (known: AgentRow, key: ProvisioningKeyRow): boolean =>
  known.tenant_id === key.tenant_id && (known.deleted_at !== null || known.device_key_hash === null);

/** What people entered of it before. */
const keptOf = ({ location, fleet_uuid, created_at }: AgentRow, key: ProvisioningKeyRow) => ({
  location,
  created_at,
  fleet_uuid: key.fleet_uuid ?? fleet_uuid,
});

async function countAgents(trx: FleetTransaction, tenantId: string): Promise<number> {
  const { count } = await trx
    .selectFrom('agents')
    .select((is) => is.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

const agentRow = (device: Enrolment, key: ProvisioningKeyRow, at: number): AgentRow => ({
  uuid: device.uuid,
  tenant_id: key.tenant_id,
  name: device.deviceName,
  device_type: device.deviceType ?? null,
  device_key_hash: secretHash(device.deviceKey),
  device_key_created_at: at,
  previous_key_hash: null,
  previous_key_expires_at: null,
  public_key: device.proof?.publicKey ?? null,
  challenge: device.proof?.challenge ?? null,
  challenge_expires_at: device.proof?.expiresAt ?? null,
  is_proved: device.proof === null ? 1 : 0,
  is_active: 1,
  fleet_uuid: key.fleet_uuid,
  provisioning_key_id: key.id,
  location: null,
  ip_address: null,
  mac_address: device.macAddress ?? null,
  os_version: device.osVersion ?? null,
  architecture: null,
  agent_version: device.agentVersion ?? null,
  created_at: at,
  updated_at: at,
  deleted_at: null,
});
