import type { Logger } from 'pino';
import { listen } from '#platform/http/listen.ts';
import { serverLimits } from '#platform/http/server-limits.ts';
import { openStore } from '#platform/store/open-store.ts';
import { ok, type Result } from '#shared/result.ts';
import { createAudit } from './audit/audit.ts';
import { createAuth } from './create-auth.ts';
import { createHandlers } from './create-handlers.ts';
import { fleetMigrations } from './database/migrations.ts';
import type { FleetStore, FleetTables } from './database/tables.ts';
import { createDeviceDirectory } from './device/device-directory.ts';
import type { FleetOptions } from './fleet-options.ts';
import { createFleetServer } from './http/fleet-server.ts';
import { createIdempotency } from './http/idempotency.ts';
import { createRateScopes, rateLimits } from './http/rate-scopes.ts';
import { auditRefusals } from './http/refusals.ts';
import { createUpkeep } from './upkeep.ts';

export interface Fleet {
  url: string;
  port: number;
  store: FleetStore;
  /** Of the first account when it was made and generated just now, to be shown once; else null. */
  shownPassword: string | null;
  stop(): Promise<void>;
}

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
  const idempotency = createIdempotency(store, now);
  upkeep.every('minute', keyUse.flush);
  upkeep.every('hour', auth.sessions.sweep);
  upkeep.every('hour', idempotency.sweep);
  const answered = new Map<number, number>();
  const app = await createFleetServer({
    handlers: createHandlers({ auth, answered, version: options.version }),
    register: {
      identities: { ...identities, ...createDeviceDirectory(store) },
      rates: createRateScopes({ ...rateLimits, ...options.rateLimits }, () => performance.now()),
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
      await store.close();
    },
  });
}
