import type { Logger } from 'pino';
import { everyAgent } from '#shared/mqtt/agent-topics.ts';
import type { Broker } from '../broker/broker.ts';
import { readAgentMessage } from '../mqtt/agent-message.ts';
import type { Reports } from './reports.ts';

/** Takes the reports that agents publish (wire §2.3 `state`); one is acknowledged when it is on disk. */
export function listenForReports(broker: Pick<Broker, 'subscribe'>, reports: Reports, log: Logger): void {
  broker.subscribe(everyAgent('state'), async (message) => {
    const read = readAgentMessage(message);
    if (read === null) return;
    const received = await reports.receive(read.agent, read.json);
    // Sent again it could be read no better.
    if (!received.ok)
      log.warn({ agent: read.agent.agentUuid, why: received.failure.message }, 'a report was dropped');
  });
}
