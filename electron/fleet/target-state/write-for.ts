import type { IncomingHttpHeaders } from 'node:http';
import type { Result } from '#shared/result.ts';
import { ownAgent } from '../agents/own-agent.ts';
import { loggedBy } from '../audit/logged-by.ts';
import type { FleetStore } from '../database/tables.ts';
import type { UserPrincipal } from '../http/principal.ts';
import type { TargetStates, TargetWrite } from './target-states.ts';
import type { TargetVersion } from './target-version.ts';

export interface TargetDeps {
  store: FleetStore;
  targets: TargetStates;
}

/** A call of a person that writes the target state of the agent in its path. */
interface WritingCall {
  who: UserPrincipal;
  params: { uuid: string };
  headers: IncomingHttpHeaders;
  address: string;
  requestId: string;
}

/** Makes the next version for whoever calls. AGENT_NOT_FOUND, and what {@link TargetStates.write} fails with. */
export async function writeFor(
  call: WritingCall,
  { store, targets }: TargetDeps,
  decide: TargetWrite['decide'],
): Promise<Result<TargetVersion>> {
  const { who, params, headers } = call;
  const agent = await ownAgent(store.read, who.tenantId, params.uuid);
  if (!agent.ok) return agent;
  return targets.write({
    agent: { tenantId: who.tenantId, agentUuid: params.uuid },
    by: who.name,
    logged: loggedBy(call),
    ifMatch: headers['if-match'],
    decide,
  });
}
