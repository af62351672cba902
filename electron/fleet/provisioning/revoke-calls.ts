import { failure } from '#shared/errors/failure.ts';
import { loggedBy } from '../audit/logged-by.ts';
import type { FleetHandlers } from '../http/call.ts';
import type { ProvisioningDeps } from './provisioning-deps.ts';

/** Ends an agent: its key and its MQTT connection at once. */
export function revokeCalls({
  store,
  audit,
  devices,
  mqtt,
  now,
}: ProvisioningDeps): Pick<FleetHandlers, 'revokeAgent'> {
  return {
    async revokeAgent(call) {
      const { who, params, body } = call;
      const revoked = await store.write(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('agents')
          .set({
            is_active: 0,
            device_key_hash: null,
            previous_key_hash: null,
            challenge: null,
            updated_at: now(),
          })
          .where('tenant_id', '=', who.tenantId)
          .where('uuid', '=', params.uuid)
          .where('deleted_at', 'is', null)
          .executeTakeFirst();
        if (Number(numUpdatedRows) === 0) return false;
        devices.forget(params.uuid);
        await mqtt.revoke(trx, params.uuid);
        await audit.record(trx, {
          tenantId: who.tenantId,
          type: 'device.revoked',
          target: { type: 'agent', id: params.uuid },
          ...loggedBy(call),
          severity: 'warning',
          data: { reason: body.reason ?? null },
        });
        return true;
      });
      if (!revoked) return { failure: failure('AGENT_NOT_FOUND') };
      return { status: 200, body: { message: 'The agent is revoked' } };
    },
  };
}
