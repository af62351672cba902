import { ok } from '#shared/result.ts';
import { changeAgent } from '../agents/change-agent.ts';
import type { FleetHandlers } from '../http/call.ts';
import type { ProvisioningDeps } from './provisioning-deps.ts';

const withoutKeys = { is_active: 0, device_key_hash: null, previous_key_hash: null, challenge: null };

/** Ends an agent: its key and its MQTT connection at once. */
export function revokeCalls(deps: ProvisioningDeps): Pick<FleetHandlers, 'revokeAgent'> {
  return {
    async revokeAgent(call) {
      const { params, body } = call;
      const revoked = await changeAgent(deps, call, async (trx) => {
        deps.devices.forget(params.uuid);
        await deps.mqtt.revoke(trx, params.uuid);
        const data = { reason: body.reason ?? null };
        return ok({ type: 'device.revoked', severity: 'warning', set: withoutKeys, data });
      });
      return revoked.ok ? { status: 200, body: { message: 'The agent is revoked' } } : revoked;
    },
  };
}
