import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { actorOf } from '../audit/audit-event.ts';
import { secretHash } from '../auth/secrets.ts';
import { iso } from '../auth/show.ts';
import type { AgentRow } from '../database/tables/agents.ts';
import type { FleetTransaction } from '../database/tables.ts';
import type { FleetHandlers } from '../http/call.ts';
import { deviceKeyOf } from '../http/credentials.ts';
import { challengeMs } from './enrolment-calls.ts';
import { newChallenge, proves } from './proof.ts';
import type { ProvisioningDeps } from './provisioning-deps.ts';

/** The second step: an agent proves that it holds the key that it registered (wire §2.1). */
export function proofCalls(deps: ProvisioningDeps): Pick<FleetHandlers, 'exchangeKey' | 'challenge'> {
  const { store, devices, audit, now } = deps;
  const record = (
    trx: FleetTransaction,
    agent: AgentRow,
    type: string,
    from: { address: string; requestId: string },
  ) =>
    audit.record(trx, {
      tenantId: agent.tenant_id,
      type,
      target: { type: 'agent', id: agent.uuid },
      actor: actorOf({ kind: 'device', tenantId: agent.tenant_id, agentUuid: agent.uuid }, from.address),
      severity: type === 'device.proof_refused' ? 'warning' : 'info',
      correlationId: from.requestId,
    });
  return {
    exchangeKey: ({ params, body, headers, address, requestId, remember }) =>
      store.write(async (trx) => {
        const found = await claimed(trx, params.uuid, headers);
        if (!found.ok) return found;
        const agent = found.value;
        const refused =
          body.uuid === agent.uuid
            ? refusedProof(agent, body.signature, now())
            : failure('DEVICE_KEY_INVALID');
        if (refused !== null) {
          await record(trx, agent, 'device.proof_refused', { address, requestId });
          return { failure: refused };
        }
        // A signature is good for one use.
        await trx
          .updateTable('agents')
          .set({ is_proved: 1, challenge: null, challenge_expires_at: null, updated_at: now() })
          .where('uuid', '=', agent.uuid)
          .execute();
        devices.forget(agent.uuid);
        await record(trx, agent, 'device.provisioned', { address, requestId });
        const device = { id: agent.uuid, uuid: agent.uuid, deviceName: agent.name };
        const answer = {
          status: 200 as const,
          body: { status: 'ok' as const, message: 'The key is proved', device },
        };
        await remember(trx, answer);
        return answer;
      }),
    challenge: ({ params, headers }) =>
      store.write(async (trx) => {
        const found = await claimed(trx, params.uuid, headers);
        if (!found.ok) return found;
        const { uuid, is_proved, challenge: before, challenge_expires_at } = found.value;
        if (is_proved === 1) return { failure: failure('ALREADY_PROVED') };
        const leftMs = (challenge_expires_at ?? 0) - now();
        if (before !== null && leftMs > 0) {
          return { failure: failure('CHALLENGE_ACTIVE', { seconds: Math.ceil(leftMs / 1_000) }) };
        }
        const challenge = newChallenge();
        const expiresAt = now() + challengeMs;
        await trx
          .updateTable('agents')
          .set({ challenge, challenge_expires_at: expiresAt })
          .where('uuid', '=', uuid)
          .execute();
        return { status: 200, body: { challenge, expiresAt: iso(expiresAt) } };
      }),
  };
}

/** The agent whose device key was sent, in `X-Agent-Key` or as other calls have it; proved or not. */
async function claimed(
  trx: FleetTransaction,
  uuid: string,
  headers: IncomingHttpHeaders,
): Promise<Result<AgentRow>> {
  const own = headers['x-agent-key'];
  const key = typeof own === 'string' && own !== '' ? own : deviceKeyOf(headers);
  if (key === null) return fail(failure('DEVICE_KEY_MISSING'));
  const agent = await trx
    .selectFrom('agents')
    .selectAll()
    .where('uuid', '=', uuid)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (agent === undefined) return fail(failure('DEVICE_NOT_REGISTERED'));
  const isKey =
    agent.device_key_hash !== null &&
    timingSafeEqual(Buffer.from(agent.device_key_hash), Buffer.from(secretHash(key)));
  return isKey ? ok(agent) : fail(failure('DEVICE_KEY_INVALID'));
}

function refusedProof(agent: AgentRow, signature: string, at: number): Failure | null {
  const { public_key, challenge, challenge_expires_at, uuid } = agent;
  if (public_key === null || challenge === null || (challenge_expires_at ?? 0) <= at)
    return failure('CHALLENGE_GONE');
  return proves(public_key, { uuid, challenge }, signature) ? null : failure('SIGNATURE_REFUSED');
}
