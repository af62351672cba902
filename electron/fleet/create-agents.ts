import type { Logger } from 'pino';
import type { AgentsDeps } from './agents/agents-deps.ts';
import { followSessions } from './agents/follow-sessions.ts';
import { createPresence } from './agents/presence.ts';
import { reportIntervalOf } from './agents/report-interval.ts';
import { createReportedFacts } from './agents/reported-facts.ts';
import type { Audit } from './audit/audit.ts';
import type { Broker } from './broker/broker.ts';
import type { FleetStore } from './database/tables.ts';
import type { DeviceDirectory } from './device/device-directory.ts';
import type { AgentMqtt } from './provisioning/agent-mqtt.ts';
import type { Reports } from './reports/reports.ts';
import type { Upkeep } from './upkeep.ts';

/** What lists, details and changes of agents, fleets and groups work with; and who is online, from reports and sessions. */
export async function createAgents(deps: {
  store: FleetStore;
  audit: Audit;
  devices: DeviceDirectory;
  mqtt: Pick<AgentMqtt, 'revoke'>;
  broker: Broker;
  reports: Reports;
  upkeep: Upkeep;
  deviceLimit(tenantId: string): number;
  now(): number;
  log: Logger;
}): Promise<AgentsDeps> {
  const { store, audit, devices, mqtt, broker, reports, upkeep, deviceLimit, now, log } = deps;
  const { inBackground } = upkeep;
  const presence = await createPresence({ store, audit, now, inBackground, log });
  reports.listen(({ agent, report, at }) => presence.seen(agent, at, reportIntervalOf(report)));
  followSessions({ broker, presence, store, inBackground });
  upkeep.every('fewSeconds', presence.check);
  upkeep.every('minute', presence.flush);
  return {
    ...{ store, audit, presence, deviceLimit, now },
    facts: createReportedFacts(store.read),
    access: {
      changed: async (_trx, uuid) => devices.forget(uuid),
      async ended(trx, uuid) {
        devices.forget(uuid);
        await mqtt.revoke(trx, uuid);
      },
    },
  };
}
