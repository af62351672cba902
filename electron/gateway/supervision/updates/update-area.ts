import { join } from 'node:path';
import { jobEventHeartbeatMs } from '#shared/gateway-api/jobs.ts';
import { gatewayFolders } from '../../launcher-protocol.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Pipeline } from '../jobs/pipeline.ts';
import { createLicense } from '../license/license.ts';
import { licenseCalls } from '../license/license-calls.ts';
import type { State } from '../open-state.ts';
import type { SupervisionDeps } from '../supervision-deps.ts';
import type { Upgrade } from '../upgrade/upgrade.ts';
import { updateCalls } from './update-calls.ts';
import { updateMethods } from './update-methods.ts';
import { createUpdates } from './updates.ts';

/** Updates and the licence that they need, composed: rows of the contract, and methods for the dispatcher. */
export function createUpdateArea(
  { boot, revision, log, heartbeatMs = jobEventHeartbeatMs, updates: limits }: SupervisionDeps,
  { settings, activity }: State,
  work: { jobs: Jobs; pipeline: Pipeline; upgrade: Upgrade },
) {
  const { dataFolder, keyFolders, allowUnsigned, launcherVersion, plain } = boot;
  const license = createLicense({
    dataFolder,
    keyFolders: [join(dataFolder, gatewayFolders.keys), ...keyFolders],
    server: () => settings.current().licenseServer.trim(),
    now: Date.now,
    log,
  });
  const updates = createUpdates({
    ...work,
    dataFolder,
    keyFolders,
    policy: { allowUnsigned, launcherVersion },
    revision,
    feedAddress: () => settings.current().updateFeed,
    refuseUpdate: license.refuseUpdate,
    log,
    limits,
  });
  const { note } = activity;
  return {
    calls: {
      ...updateCalls({ updates, note, heartbeatMs, plain }),
      ...licenseCalls(license, note),
    },
    methods: updateMethods({ updates, note }),
    stop: updates.stop,
  };
}
