import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Database } from '#platform/database/database.ts';
import { expectedFailure } from '#platform/http/expected-failure.ts';
import type { Upload } from '#platform/http/receive-uploads.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { SupervisionManifest } from '#shared/gateway-api/manifests.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { gatewayFolders, type SupervisionMessage } from '../../launcher-protocol.ts';
import { judgeRevision, type PackagePolicy } from '../../package-policy.ts';
import type { Drivers } from '../drivers/drivers.ts';
import type { Admission } from '../jobs/admit-upload.ts';
import { clientGone } from '../jobs/admit-upload.ts';
import { interruptedIn } from '../jobs/close-open-jobs.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Pipeline } from '../jobs/pipeline.ts';
import type { Snapshots } from '../snapshots/snapshots.ts';
import { inspectUpload } from './inspect-upload.ts';
import { copyDatabaseBefore, installRevision } from './install-revision.ts';

interface UpgradeOptions {
  dataFolder: string;
  keyFolders: readonly string[];
  policy: PackagePolicy;
  /** The revision that runs. */
  revision: string;
  database: Database;
  jobs: Jobs;
  pipeline: Pick<Pipeline, 'track' | 'stopping'>;
  snapshots: Snapshots;
  drivers: Drivers;
  send: (message: SupervisionMessage) => void;
  log: Logger;
}

export interface UpgradeRequest {
  username: string;
  allowDowngrade: boolean;
  /** Of a job that is open already, whose package the gateway fetched itself; the caller closes it when this fails. */
  jobId?: string;
}

export interface Upgrade {
  /**
   * Checks the package and opens the job; nothing else is changed yet. `run` goes on to the switch, which ends this
   * process; it takes the admission over.
   */
  prepare(admission: Admission, request: UpgradeRequest): Promise<Result<{ jobId: string; run: () => void }>>;
}

export function createUpgrade(options: UpgradeOptions): Upgrade {
  return {
    async prepare(admission, { username, allowDowngrade, jobId: openJobId }) {
      const { upload } = admission;
      const checked = await inspectUpload(upload, 'supervision', options);
      if (!checked.ok) return checked;
      const { manifest, warning } = checked.value;
      const refused = judgeRevision(upload.name, manifest.revision, options.revision, allowDowngrade);
      if (refused !== null) return fail(refused);
      if (admission.isGone()) return clientGone();
      const { name, bytes, sha256 } = upload;
      const begin = () =>
        options.jobs.begin({
          kind: 'upgrade',
          username,
          file: { name, bytes, sha256 },
          from: options.revision,
          to: manifest.revision,
        }).id;
      const jobId = openJobId ?? begin();
      if (warning !== null) options.jobs.log(jobId, 'warn', warning);
      return ok({ jobId, run: () => void options.pipeline.track(run(options, admission, jobId, manifest)) });
    },
  };
}

/**
 * Never rejects: whatever goes wrong before the switch closes the job, and the gateway goes on as before. When this process is
 * to end, it stops before its next step and closes the job as interrupted: nothing was switched.
 */
async function run(
  options: UpgradeOptions,
  admission: Admission,
  jobId: string,
  manifest: SupervisionManifest,
): Promise<void> {
  const { jobs, drivers, log } = options;
  const { stopping } = options.pipeline;
  const stopped = { drivers: false };
  const why = await attempt(log, async () => {
    if (stopping.aborted) return null;
    jobs.phase(jobId, 'snapshot');
    const snapshot = await options.snapshots.create('before-upgrade');
    if (!snapshot.ok) return snapshot.failure;
    if (stopping.aborted) return null;
    jobs.phase(jobId, 'stopping-drivers');
    stopped.drivers = true;
    await drivers.stop();
    if (stopping.aborted) return null;
    return install(options, admission.upload, jobId, manifest);
  });
  await admission.removeUpload().catch((error) => log.warn({ error }, 'an upload could not be removed'));
  if (stopping.aborted) {
    const cut = interruptedIn(jobs.get(jobId)?.phase ?? 'accepted');
    jobs.end(jobId, { outcome: 'interrupted', code: cut.code, reason: cut.message });
    return;
  }
  if (why === null) {
    jobs.phase(jobId, 'restarting');
    options.send({ type: 'switch', jobId, revision: manifest.revision });
    // The place in the pipeline is kept: this process ends now.
    return;
  }
  jobs.fail(jobId, why);
  if (stopped.drivers) drivers.start();
  admission.leave();
}

async function install(
  options: UpgradeOptions,
  upload: Upload,
  jobId: string,
  manifest: SupervisionManifest,
): Promise<Failure | null> {
  options.jobs.phase(jobId, 'installing');
  const revisions = join(options.dataFolder, gatewayFolders.revisions);
  const installed = await installRevision(upload, manifest, revisions, jobId);
  if (!installed.ok) return installed.failure;
  const state = join(options.dataFolder, gatewayFolders.state);
  await copyDatabaseBefore(options.database, state, manifest.revision);
  return null;
}

async function attempt(log: Logger, work: () => Promise<Failure | null>): Promise<Failure | null> {
  try {
    return await work();
  } catch (error) {
    const expected = expectedFailure(error, 'installing the package');
    if (expected === null) log.error({ error }, 'an upgrade failed unexpectedly');
    return expected ?? failure('GATEWAY_INTERNAL');
  }
}
