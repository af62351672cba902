import type { Logger } from 'pino';
import { listen } from '#platform/http/listen.ts';
import { serverLimits } from '#platform/http/server-limits.ts';
import { openStore } from '#platform/store/open-store.ts';
import { ok, type Result } from '#shared/result.ts';
import { createAudit } from './audit/audit.ts';
import { createAgents } from './create-agents.ts';
import { createAuth } from './create-auth.ts';
import { createHandlers } from './create-handlers.ts';
import { createJobWork } from './create-jobs.ts';
import { createMqtt } from './create-mqtt.ts';
import { createState } from './create-state.ts';
import { fleetMigrations } from './database/migrations.ts';
import type { FleetStore, FleetTables } from './database/tables.ts';
import { createDeviceDirectory } from './device/device-directory.ts';
import type { FleetOptions } from './fleet-options.ts';
import { hasFleet } from './fleets/fleet-rows.ts';
import { createFleetServer } from './http/fleet-server.ts';
import { createIdempotency } from './http/idempotency.ts';
import { createRateScopes, rateLimits } from './http/rate-scopes.ts';
import { auditRefusals } from './http/refusals.ts';
import { listenForReports } from './reports/mqtt-reports.ts';
import { createUpkeep } from './upkeep.ts';

export interface Fleet {
  url: string;
  port: number;
  store: FleetStore;
  /** Where agents connect. */
  mqttUrls: readonly string[];
  /** Of the first account when it was made and generated just now, to be shown once; else null. */
  shownPassword: string | null;
  stop(): Promise<void>;
}

/** Without a licence (contract §2 "licence"). */
const unlicensedDevices = 999_999;

/** The document's own limits: 16 MB a body; agents keep many connections open. */
const fleetServerLimits = { ...serverLimits, bodyBytes: 16_000_000, connections: 12_000 };

/** Starts a fleet backend in this process. Fails when the database or the MQTT broker cannot be used. */
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
  const mqtt = await createMqtt({ store, audit, options, inBackground: upkeep.inBackground, log });
  const devices = mqtt.watching(createDeviceDirectory(store, now));
  listenForReports(mqtt.broker, state.reports, log);
  const jobs = createJobWork({ store, audit, broker: mqtt.broker, now, log });
  upkeep.every('fewSeconds', jobs.attend);
  const deviceLimit = () => options.deviceLimit ?? unlicensedDevices;
  const agents = await createAgents({
    ...{ store, audit, devices, upkeep, deviceLimit, now, log },
    ...{ mqtt: mqtt.agents, broker: mqtt.broker, reports: state.reports },
  });
  const answered = new Map<number, number>();
  const app = await createFleetServer({
    handlers: createHandlers({
      ...{ auth, mqtt, agents, state: state.calls, jobs: jobs.calls, answered, version: options.version },
      provisioning: {
        ...{ store, audit, devices, now, deviceLimit, hasFleet },
        mqtt: mqtt.agents,
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
  async function stop(): Promise<void> {
    await mqtt.broker.stop();
    await app.close();
    await upkeep.stop();
    await keyUse.flush();
    await agents.presence.flush();
    await store.close();
  }
  const serving = await mqtt.broker.start();
  if (!serving.ok) {
    await stop();
    return serving;
  }
  const { url, port } = await listen(app, { ...options, secure: options.tls !== undefined });
  at.url = url;
  // What was due while nobody was here.
  upkeep.inBackground(jobs.attend());
  return ok({ url, port, store, shownPassword, mqttUrls: mqtt.broker.urls(), stop });
}
