import { uuidV7 } from '#platform/ids/uuid-v7.ts';
import { failure } from '#shared/errors/failure.ts';
import type { provisioningApi } from '#shared/fleet-api/provisioning-api.ts';
import { loggedBy } from '../audit/logged-by.ts';
import { newHexSecret, secretHash } from '../auth/secrets.ts';
import { iso, isoOrNull } from '../auth/show.ts';
import type { FleetCall, FleetHandlers, FleetReply } from '../http/call.ts';
import type { ProvisioningDeps } from './provisioning-deps.ts';

/** How long the key before is good, so that an answer that was lost on the way locks no agent out. */
const graceMs = 5 * 60_000;

type Calls = 'rotateDeviceKey' | 'deviceKeyStatus' | 'deviceKeyHistory' | 'ping';

/** The key of an agent after provisioning, for the agent itself. */
export function deviceKeyCalls(deps: ProvisioningDeps): Pick<FleetHandlers, Calls> {
  const { store, now } = deps;
  const rotationsOf = (uuid: string) =>
    store.read
      .selectFrom('device_key_rotations')
      .selectAll()
      .where('agent_uuid', '=', uuid)
      .orderBy('rotated_at', 'desc')
      .execute();
  return {
    rotateDeviceKey: (call) => rotate(deps, call),
    async deviceKeyStatus({ who }) {
      const agent = await store.read
        .selectFrom('agents')
        .selectAll()
        .where('uuid', '=', who.agentUuid)
        .executeTakeFirstOrThrow();
      const rotations = await rotationsOf(who.agentUuid);
      const previousUntil = agent.previous_key_expires_at;
      return {
        status: 200,
        body: {
          uuid: agent.uuid,
          keyCreatedAt: iso(agent.device_key_created_at ?? agent.created_at),
          rotations: rotations.length,
          lastRotatedAt: isoOrNull(rotations[0]?.rotated_at ?? null),
          previousKeyExpiresAt: previousUntil !== null && previousUntil > now() ? iso(previousUntil) : null,
          popVerified: agent.public_key !== null && agent.is_proved === 1,
        },
      };
    },
    async deviceKeyHistory({ who }) {
      const rows = await rotationsOf(who.agentUuid);
      const rotations = rows.map(({ rotated_at, reason }) => ({ rotatedAt: iso(rotated_at), reason }));
      return { status: 200, body: { count: rotations.length, rotations } };
    },
    ping: () => ({ status: 200, body: { status: 'ok', timestamp: iso(now()) } }),
  };
}

const rotate = (
  { store, audit, devices, now }: ProvisioningDeps,
  call: FleetCall<typeof provisioningApi.rotateDeviceKey>,
): Promise<FleetReply<typeof provisioningApi.rotateDeviceKey>> =>
  store.write(async (trx) => {
    const { who, body } = call;
    const key = body.newApiKey ?? newHexSecret();
    const hash = secretHash(key);
    const inUse = await trx
      .selectFrom('agents')
      .select('uuid')
      .where((is) => is.or([is('device_key_hash', '=', hash), is('previous_key_hash', '=', hash)]))
      .executeTakeFirst();
    if (inUse !== undefined) return { failure: failure('DEVICE_KEY_IN_USE') };
    const at = now();
    const expiresAt = at + graceMs;
    const agent = await trx
      .selectFrom('agents')
      .select('device_key_hash')
      .where('uuid', '=', who.agentUuid)
      .executeTakeFirstOrThrow();
    await trx
      .updateTable('agents')
      .set({
        device_key_hash: hash,
        device_key_created_at: at,
        previous_key_hash: agent.device_key_hash,
        previous_key_expires_at: expiresAt,
        updated_at: at,
      })
      .where('uuid', '=', who.agentUuid)
      .execute();
    const rotation = { agent_uuid: who.agentUuid, rotated_at: at, reason: body.reason ?? null };
    await trx
      .insertInto('device_key_rotations')
      .values({ id: uuidV7(at), ...rotation })
      .execute();
    devices.forget(who.agentUuid);
    await audit.record(trx, {
      tenantId: who.tenantId,
      type: 'device.key_rotated',
      target: { type: 'agent', id: who.agentUuid },
      ...loggedBy(call),
      data: { reason: body.reason ?? null },
    });
    const told = { deviceApiKey: key, rotatedAt: iso(at), previousKeyExpiresAt: iso(expiresAt) };
    return { status: 200, body: { status: 'ok', message: 'Use the new key from now on', ...told } };
  });
