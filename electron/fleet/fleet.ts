import type { Logger } from 'pino';
import { listen } from '#platform/http/listen.ts';
import { serverLimits } from '#platform/http/server-limits.ts';
import { openStore } from '#platform/store/open-store.ts';
import { ok, type Result } from '#shared/result.ts';
import type { AgentAccess } from './agents/agents-deps.ts';
import { createPresence } from './agents/presence.ts';
import { reportIntervalOf } from './agents/report-interval.ts';
import { createReportedFacts } from './agents/reported-facts.ts';
import { createAudit } from './audit/audit.ts';
import { createAuth } from './create-auth.ts';
import { createHandlers } from './create-handlers.ts';
import { createState } from './create-state.ts';
import { fleetMigrations } from './database/migrations.ts';
import type { FleetStore, FleetTables } from './database/tables.ts';
import { createDeviceDirectory, type DeviceDirectory } from './device/device-directory.ts';
import type { FleetOptions } from './fleet-options.ts';
import { hasFleet } from './fleets/fleet-rows.ts';
import { createFleetServer } from './http/fleet-server.ts';
import { createIdempotency } from './http/idempotency.ts';
import { createRateScopes, rateLimits } from './http/rate-scopes.ts';
import { auditRefusals } from './http/refusals.ts';
import type { AgentMqtt } from './provisioning/agent-mqtt.ts';
import { createUpkeep } from './upkeep.ts';

export interface Fleet {
  url: string;
  port: number;
  store: FleetStore;
  /** Of the first account when it was made and generated just now, to be shown once; else null. */
  shownPassword: string | null;
  stop(): Promise<void>;
}

/** Without a licence (contract §2 "licence"). */
const unlicensedDevices = 999_999;

/** The document's own limits: 16 MB a body; agents keep many connections open. */
const fleetServerLimits = { ...serverLimits, bodyBytes: 16_000_000, connections: 12_000 };

/** Starts a fleet backend in this process. Fails when the database cannot be used. */
export async function createFleet(options: FleetOptions, log: Logger): Promise<Result<Fleet>> {
  const { now = Date.now } = options;
  const opened = await openStore<FleetTables>(options.database, fleetMigrations, log);
  if (!opened.ok) return opened;
  const store = opened.value;
  const audit = createAudit(store, now);
  const upkeep = createUpkeep(log);
  const at = { url: '' };
  const { auth, identities, keyUse, shownPassword } = await createAuth({
    ...{ store, audit, options, log },
    publicUrl: () => options.publicUrl ?? at.url,
    inBackground: upkeep.inBackground,
  });
  const state = createState({ store, audit, now, log });
  const idempotency = createIdempotency(store, now);
  upkeep.every('minute', keyUse.flush);
  upkeep.every('hour', auth.sessions.sweep);
  upkeep.every('hour', idempotency.sweep);
  upkeep.every('hour', state.sweep);
  const devices = createDeviceDirectory(store, now);
  const deviceLimit = () => options.deviceLimit ?? unlicensedDevices;
  const mqtt: AgentMqtt = {
    create: async (_trx, { uuid }) => ({ username: `agent_${uuid}`, password: 'x' }),
    revoke: async () => undefined,
    broker: () => ({
      protocol: 'mqtt',
      host: '127.0.0.1',
      port: 1883,
      useTls: false,
      verifyCertificate: false,
    }),
    topics: () => ({ publish: [], subscribe: [] }),
  };
  const presence = await createPresence({ store, audit, now, log, inBackground: upkeep.inBackground });
  state.reports.listen(({ agent, report, at }) => presence.seen(agent, at, reportIntervalOf(report)));
  upkeep.every('moment', presence.check);
  upkeep.every('minute', presence.flush);
  const answered = new Map<number, number>();
  const app = await createFleetServer({
    handlers: createHandlers({
      ...{ auth, state: state.calls, answered, version: options.version },
      provisioning: {
        ...{ store, audit, devices, mqtt, deviceLimit, now, hasFleet },
      },
      agents: {
        ...{ store, audit, presence, deviceLimit, now, facts: createReportedFacts(store.read) },
        access: agentAccess(devices, mqtt),
      },
    }),
    register: {
      identities: { ...identities, ...devices },
      rates: createRateScopes({ ...rateLimits, ...options.rateLimits }, () => Math.floor(performance.now())),
      idempotency,
      limits: { ...fleetServerLimits, ...options.limits },
      onRefused: auditRefusals({ audit, inBackground: upkeep.inBackground }),
      log,
    },
    tls: options.tls,
    answered,
  });
  const { url, port } = await listen(app, { ...options, secure: options.tls !== undefined });
  at.url = url;
  return ok({
    ...{ url, port, store, shownPassword },
    async stop() {
      await app.close();
      await upkeep.stop();
      await keyUse.flush();
      await presence.flush();
      await store.close();
    },
  });
}

/** Keys are looked up again at once; of a removed agent the MQTT account and its connection end, too. */
const agentAccess = (devices: DeviceDirectory, mqtt: AgentMqtt): AgentAccess => ({
  changed: async (_trx, uuid) => devices.forget(uuid),
  async ended(trx, uuid) {
    devices.forget(uuid);
    await mqtt.revoke(trx, uuid);
  },
});
