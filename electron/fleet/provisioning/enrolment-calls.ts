import { randomUUID } from 'node:crypto';
import { failure } from '#shared/errors/failure.ts';
import { fail, type Result } from '#shared/result.ts';
import { actorOf } from '../audit/audit-event.ts';
import { newHexSecret } from '../auth/secrets.ts';
import { iso } from '../auth/show.ts';
import type { AgentRow } from '../database/tables/agents.ts';
import type { FleetTransaction } from '../database/tables.ts';
import type { FleetHandlers } from '../http/call.ts';
import { mqttAnswer } from './agent-mqtt.ts';
import { type Enrolment, enrol } from './enrol.ts';
import { newChallenge, readPublicKey } from './proof.ts';
import type { ProvisioningDeps } from './provisioning-deps.ts';

export const challengeMs = 15 * 60_000;

/** A device becomes an agent: in one call (document), or as the first of two steps (wire §2.1). */
export function enrolmentCalls(
  deps: ProvisioningDeps,
): Pick<FleetHandlers, 'provisionAgent' | 'registerAgent'> {
  const { store, now } = deps;
  return {
    async provisionAgent({ body, headers, address, requestId, remember }) {
      const { provisioningKey, ...facts } = body;
      const sent = provisioningKey ?? headerOf(headers['x-provisioning-key']);
      const deviceKey = body.deviceApiKey ?? newHexSecret();
      const device = { ...facts, uuid: body.uuid ?? randomUUID(), deviceKey, proof: null };
      return store.write(async (trx) => {
        const made = await register(trx, deps, sent, device, { address, requestId });
        if (!made.ok) return made;
        const answer = { status: 201 as const, body: { ...made.value, deviceApiKey: deviceKey } };
        await remember(trx, answer);
        return answer;
      });
    },
    async registerAgent({ body, headers, address, requestId, remember }) {
      const read = readPublicKey(body.devicePublicKey);
      if ('why' in read) return fail(failure('PUBLIC_KEY_UNUSABLE', { why: read.why }));
      const sent = headerOf(headers['x-provisioning-key']);
      const challenge = newChallenge();
      const proof = { publicKey: body.devicePublicKey, challenge, expiresAt: now() + challengeMs };
      const device = { ...body, deviceKey: body.deviceApiKey, proof };
      return store.write(async (trx) => {
        const made = await register(trx, deps, sent, device, { address, requestId });
        if (!made.ok) return made;
        const answer = { status: 200 as const, body: { ...made.value, challenge } };
        await remember(trx, answer);
        return answer;
      });
    },
  };
}

const headerOf = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');

/** Enrols, makes the MQTT account and writes it down: what both ways have alike. */
async function register(
  trx: FleetTransaction,
  deps: ProvisioningDeps,
  provisioningKey: string,
  device: Enrolment,
  from: { address: string; requestId: string },
): Promise<Result<ReturnType<typeof showRegistered>>> {
  const enrolled = await enrol(trx, deps, provisioningKey, device);
  if (!enrolled.ok) return enrolled;
  const { agent, key } = enrolled.value;
  const about = { uuid: agent.uuid, tenantId: agent.tenant_id };
  const account = await deps.mqtt.create(trx, about);
  await deps.audit.record(trx, {
    tenantId: agent.tenant_id,
    type: device.proof === null ? 'device.provisioned' : 'device.registered',
    target: { type: 'agent', id: agent.uuid },
    actor: actorOf({ kind: 'device', tenantId: agent.tenant_id, agentUuid: agent.uuid }, from.address),
    correlationId: from.requestId,
    data: { name: agent.name, provisioningKeyId: key.id, fleetUuid: agent.fleet_uuid },
  });
  return { ok: true, value: showRegistered(agent, mqttAnswer(deps.mqtt, about, account)) };
}

const showRegistered = (agent: AgentRow, mqtt: ReturnType<typeof mqttAnswer>) => ({
  id: agent.uuid,
  uuid: agent.uuid,
  deviceName: agent.name,
  deviceType: agent.device_type,
  tenantId: agent.tenant_id,
  fleetUuid: agent.fleet_uuid,
  createdAt: iso(agent.created_at),
  mqtt,
});
