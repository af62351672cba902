import { statfs } from 'node:fs/promises';
import type { z } from 'zod';
import type { Database } from '#platform/database/database.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import type { healthSchema } from '#shared/gateway-api/extensions.ts';
import type { Drivers } from '../drivers/drivers.ts';
import type { Handlers } from '../http/call.ts';
import type { Identity } from './identity.ts';

interface HealthOptions {
  identity: Identity;
  database: Database;
  drivers: Drivers;
  dataFolder: string;
  /** How the serial console is; null: there is none. */
  console(): string | null;
}

type Checks = z.infer<typeof healthSchema>['checks'];

/** A driver that ends so often in a row does not work with this revision. */
const crashLoopFailures = 3;

/** The launcher keeps a new revision only when this is `ok`; a device that does not answer is no reason to fail. */
export const healthCalls = (options: HealthOptions): Pick<Handlers, 'health'> => ({
  async health() {
    const { revision, bootId } = options.identity;
    const checks: Checks = {
      database: checkDatabase(options.database),
      drivers: checkDrivers(options.drivers),
      disk: await checkDisk(options.dataFolder),
      ...checkConsole(options.console()),
    };
    const healthy = Object.values(checks).every(({ ok }) => ok);
    return healthy
      ? { status: 200, body: { status: 'ok', revision, bootId, checks } }
      : { status: 503, body: { status: 'failing', revision, bootId, checks } };
  },
});

function checkDatabase({ sql }: Database): Checks[string] {
  try {
    sql.prepare("SELECT document FROM documents WHERE part = 'settings'").get();
    return { ok: true };
  } catch (error) {
    return { ok: false, detail: String(error) };
  }
}

function checkDrivers(drivers: Drivers): Checks[string] {
  const all = drivers.status().filter(({ state }) => state !== 'disabled');
  const crashing = all.filter(({ failures }) => failures >= crashLoopFailures);
  if (crashing.length > 0) {
    return { ok: false, detail: `cannot be kept running: ${crashing.map(({ name }) => name).join(', ')}` };
  }
  const running = all.filter(({ state }) => state === 'running').length;
  return { ok: true, detail: `${running} of ${all.length} run` };
}

/** Told, not judged: a full disk is no fault of the revision that runs on it. */
async function checkDisk(folder: string): Promise<Checks[string]> {
  const { bavail, bsize } = await statfs(folder);
  return { ok: true, detail: `${formatBytes(bavail * bsize)} free` };
}

/** Told, not judged: an adapter that was pulled is no fault of the revision, either. */
const checkConsole = (state: string | null): Checks =>
  state === null ? {} : { console: { ok: true, detail: state } };
