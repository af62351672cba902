import type { Logger } from 'pino';
import { jobReportSchema } from '#shared/fleet-api/jobs/jobs-api.ts';
import { agentTopic, everyAgent } from '#shared/mqtt/agent-topics.ts';
import type { Broker } from '../broker/broker.ts';
import { readAgentMessage } from '../mqtt/agent-message.ts';
import type { By } from './job-steps.ts';
import type { Jobs } from './jobs.ts';
import type { JobDelivery } from './jobs-deps.ts';

/** Jobs over MQTT (wire §2.7): pushed to agents that are connected, and their reports. */

const notifyTopic = 'jobs/notify-next';
const updateTopic = 'jobs/{id}/update';
const startTopic = 'jobs/start-next';

/** Publishes what waits for an agent. What is lost is fetched: agents ask every 30 s, too. */
export function mqttDelivery(broker: Pick<Broker, 'publish'>, log: Logger): JobDelivery {
  return {
    notify({ tenantId, uuid }, { job, execution }) {
      const payload = {
        execution: {
          jobId: job.job_id,
          jobName: job.job_name,
          jobDocument: JSON.parse(job.job_document),
          status: execution.status,
          queuedAt: new Date(execution.queued_at).toISOString(),
          versionNumber: execution.version_number,
          executionNumber: execution.execution_number,
          timeoutSeconds: job.timeout_minutes * 60,
        },
        timestamp: new Date(execution.last_updated_at).toISOString(),
      };
      const topic = agentTopic({ tenantId, agentUuid: uuid }, notifyTopic);
      broker.publish(topic, JSON.stringify(payload), { qos: 1, retain: false }).then(
        (published) => {
          if (!published.ok) log.debug({ topic, why: published.failure.message }, 'a job was not pushed');
        },
        (error) => log.warn({ error, topic }, 'a job was not pushed'),
      );
    },
  };
}

/** Takes what agents report and ask for; a report is acknowledged when it is kept. */
export function listenToAgents(
  broker: Pick<Broker, 'subscribe'>,
  jobs: Jobs,
  { delivery, log }: { delivery: JobDelivery; log: Logger },
): void {
  broker.subscribe(everyAgent(updateTopic), async (message) => {
    const from = readAgentMessage(message);
    if (from === null) return;
    const { tenantId, agentUuid: uuid } = from.agent;
    const report = jobReportSchema.safeParse(from.json);
    const about = { agent: uuid, job: from.variable };
    if (!report.success) {
      log.warn({ ...about, why: report.error.issues[0]?.message }, 'a job report cannot be read');
      return;
    }
    const kept = await jobs.report({ tenantId, uuid }, from.variable, report.data, byAgent(uuid));
    // Sent again it would be refused again.
    if (!kept.ok) log.info({ ...about, why: kept.failure.message }, 'a job report was refused');
  });
  broker.subscribe(everyAgent(startTopic), async (message) => {
    const from = readAgentMessage(message);
    if (from === null) return;
    const { tenantId, agentUuid: uuid } = from.agent;
    const next = await jobs.next({ tenantId, uuid }, byAgent(uuid));
    if (next !== null) delivery.notify({ tenantId, uuid }, next);
  });
}

const byAgent = (uuid: string): By => ({
  actor: { type: 'device', id: uuid, name: null, address: null },
  correlationId: null,
});
