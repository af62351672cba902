import { auditCalls } from './audit/audit-calls.ts';
import { apiKeyCalls } from './auth/api-key-calls.ts';
import type { AuthDeps } from './auth/auth-deps.ts';
import { inviteCalls } from './auth/invite-calls.ts';
import { sessionCalls } from './auth/session-calls.ts';
import { userCalls } from './auth/user-calls.ts';
import type { Broker } from './broker/broker.ts';
import type { FleetHandlers } from './http/call.ts';
import { deviceJobCalls } from './jobs/device-job-calls.ts';
import { jobCalls } from './jobs/job-calls.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { JobsDeps } from './jobs/jobs-deps.ts';
import { pieceCalls } from './jobs/piece-calls.ts';
import { brokerCalls } from './mqtt/broker-calls.ts';
import { mqttAclCalls } from './mqtt/mqtt-acl-calls.ts';
import { mqttCallbackCalls } from './mqtt/mqtt-callback-calls.ts';
import type { MqttDeps } from './mqtt/mqtt-deps.ts';
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
  jobs: JobsDeps & { jobs: Jobs };
  mqtt: MqttDeps & { broker: Broker };
  callbacks: Parameters<typeof mqttCallbackCalls>[0];
  answered: ReadonlyMap<number, number>;
  version: string;
}): FleetHandlers {
  const { auth, provisioning, jobs, mqtt, answered, version } = deps;
  const { broker } = mqtt;
  const { store, now } = auth;
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
    ...jobCalls(jobs),
    ...pieceCalls(jobs),
    ...deviceJobCalls(jobs.jobs),
    ...mqttUserCalls(mqtt),
    ...mqttAclCalls(mqtt),
    ...mqttCallbackCalls(deps.callbacks),
    ...brokerCalls(broker),
    ...auditCalls(store),
  };
}
