import type { Logger } from 'pino';
import type { Audit } from './audit/audit.ts';
import type { Broker } from './broker/broker.ts';
import type { FleetStore } from './database/tables.ts';
import { createAgentsOf } from './jobs/agents-of.ts';
import { deviceJobCalls } from './jobs/device-job-calls.ts';
import { jobCalls } from './jobs/job-calls.ts';
import { createJobs } from './jobs/jobs.ts';
import type { JobsDeps } from './jobs/jobs-deps.ts';
import { listenToAgents, mqttDelivery } from './jobs/mqtt-jobs.ts';
import { pieceCalls } from './jobs/piece-calls.ts';
import { runDue } from './jobs/run-due.ts';

/** Jobs, over HTTP and MQTT, put together. */
export function createJobWork(deps: {
  store: FleetStore;
  audit: Audit;
  broker: Broker;
  now(): number;
  log: Logger;
}) {
  const { store, audit, broker, now, log } = deps;
  const delivery = mqttDelivery(broker, log);
  const parts: JobsDeps = { store, audit, delivery, agentsOf: createAgentsOf(now), now };
  const jobs = createJobs(parts);
  listenToAgents(broker, jobs, { delivery, log });
  return {
    calls: { ...jobCalls({ ...parts, jobs }), ...pieceCalls(parts), ...deviceJobCalls(jobs) },
    /** Gives out what is due and ends what took too long; every few seconds. */
    async attend(): Promise<void> {
      await runDue({ ...parts, jobs });
      await jobs.expire();
    },
  };
}
