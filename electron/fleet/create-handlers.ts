import { agentCalls } from './agents/agent-calls.ts';
import { agentChangeCalls } from './agents/agent-change-calls.ts';
import type { AgentsDeps } from './agents/agents-deps.ts';
import { tagCalls } from './agents/tag-calls.ts';
import { auditCalls } from './audit/audit-calls.ts';
import { apiKeyCalls } from './auth/api-key-calls.ts';
import type { AuthDeps } from './auth/auth-deps.ts';
import { inviteCalls } from './auth/invite-calls.ts';
import { sessionCalls } from './auth/session-calls.ts';
import { userCalls } from './auth/user-calls.ts';
import type { createJobWork } from './create-jobs.ts';
import type { createMqtt } from './create-mqtt.ts';
import type { FleetState } from './create-state.ts';
import { fleetAgentCalls } from './fleets/fleet-agent-calls.ts';
import { fleetCalls } from './fleets/fleet-calls.ts';
import { groupCalls } from './groups/group-calls.ts';
import type { FleetHandlers } from './http/call.ts';
import { brokerCalls } from './mqtt/broker-calls.ts';
import { mqttAclCalls } from './mqtt/mqtt-acl-calls.ts';
import { mqttCallbackCalls } from './mqtt/mqtt-callback-calls.ts';
import { mqttUserCalls } from './mqtt/mqtt-user-calls.ts';
import { deviceKeyCalls } from './provisioning/device-key-calls.ts';
import { enrolmentCalls } from './provisioning/enrolment-calls.ts';
import { proofCalls } from './provisioning/proof-calls.ts';
import type { ProvisioningDeps } from './provisioning/provisioning-deps.ts';
import { provisioningKeyCalls } from './provisioning/provisioning-key-calls.ts';
import { revokeCalls } from './provisioning/revoke-calls.ts';
import { serviceCalls } from './service/service-calls.ts';

/** A handler for every row of the contract. */
export function createHandlers(deps: {
  auth: AuthDeps;
  provisioning: ProvisioningDeps;
  agents: AgentsDeps;
  state: FleetState['calls'];
  jobs: ReturnType<typeof createJobWork>['calls'];
  mqtt: Awaited<ReturnType<typeof createMqtt>>;
  answered: ReadonlyMap<number, number>;
  version: string;
}): FleetHandlers {
  const { auth, provisioning, agents, state, jobs, mqtt, answered, version } = deps;
  const { store, now } = auth;
  const { broker } = mqtt;
  return {
    ...serviceCalls({ version, store, answered, broker, now }),
    ...sessionCalls(auth),
    ...inviteCalls(auth),
    ...apiKeyCalls(auth),
    ...userCalls(auth),
    ...provisioningKeyCalls(provisioning),
    ...enrolmentCalls(provisioning),
    ...proofCalls(provisioning),
    ...deviceKeyCalls(provisioning),
    ...revokeCalls(provisioning),
    ...agentCalls(agents),
    ...agentChangeCalls(agents),
    ...tagCalls(agents),
    ...fleetCalls(agents),
    ...fleetAgentCalls(agents),
    ...groupCalls(agents),
    ...state,
    ...jobs,
    ...mqttUserCalls(mqtt.calls),
    ...mqttAclCalls(mqtt.calls),
    ...mqttCallbackCalls(mqtt.callbacks),
    ...brokerCalls(broker),
    ...auditCalls(store),
  };
}
