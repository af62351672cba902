import { join } from 'node:path';
import { jobEventHeartbeatMs } from '#shared/gateway-api/jobs.ts';
import { gatewayFolders } from '../launcher-protocol.ts';
import { apiKeyCalls } from './api-keys/api-key-calls.ts';
import type { SerialConsole } from './console/console.ts';
import type { Work } from './create-work.ts';
import type { Folders } from './folders.ts';
import type { Handlers } from './http/call.ts';
import { jobCalls } from './jobs/job-calls.ts';
import { logCalls } from './logs/log-calls.ts';
import type { Maintenance } from './maintenance/maintenance.ts';
import type { State } from './open-state.ts';
import { sessionCalls } from './session/session-calls.ts';
import type { SupervisionDeps } from './supervision-deps.ts';
import { docsCalls } from './system/docs-calls.ts';
import { healthCalls } from './system/health.ts';
import { metricsCalls } from './system/metrics.ts';
import { systemCalls } from './system/system-calls.ts';

/** Every row of the contract with what serves it. */
export function createHandlers(
  { boot, launcher, heartbeatMs = jobEventHeartbeatMs }: SupervisionDeps,
  { data: dataFolder }: Folders,
  state: State,
  work: Work,
  maintenance: Maintenance,
  answered: ReadonlyMap<number, number>,
  serialConsole: Pick<SerialConsole, 'extensions' | 'state'>,
): Handlers {
  const { database, settings, accounts, passwords, firstAccount, sessions, lockOut, identity } = state;
  const { drivers, jobs } = work;
  const { send } = launcher;
  const name = () => settings.current().name;
  return {
    ...systemCalls({ identity, name, send, moreExtensions: serialConsole.extensions }),
    ...healthCalls({ identity, database, drivers, dataFolder, console: serialConsole.state }),
    ...metricsCalls({ ...state, ...work, live: work.resources.live, answered }),
    ...docsCalls(identity),
    ...state.activity.calls,
    ...logCalls({ folder: join(dataFolder, gatewayFolders.logs), note: state.activity.note }),
    ...apiKeyCalls(state),
    ...work.resources.calls,
    ...work.updates.calls,
    ...work.points.calls,
    ...sessionCalls({
      accounts,
      passwords,
      sessions,
      lockOut,
      firstAccount,
      secure: boot.tls,
    }),
    ...jobCalls(jobs, heartbeatMs),
    ...maintenance.calls,
  };
}
