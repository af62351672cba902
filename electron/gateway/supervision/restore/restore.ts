import type { Logger } from 'pino';
import type { Database } from '#platform/database/database.ts';
import { expectedFailure } from '#platform/http/expected-failure.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { readBackup } from '../backup/read-backup.ts';
import type { Drivers } from '../drivers/drivers.ts';
import { type Admission, clientGone } from '../jobs/admit-upload.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Snapshots } from '../snapshots/snapshots.ts';
import { openStaging, type Staging } from './staging.ts';

interface RestoreOptions {
  uploadsFolder: string;
  /** The revision that runs. */
  revision: string;
  database: Database;
  jobs: Jobs;
  snapshots: Snapshots;
  drivers: Drivers;
  /** The stored sessions are gone with the restore; those in memory have to go, too. */
  endAllSessions: () => void;
  log: Logger;
}

export interface Restore {
  /** From the end of an upload until this process restarts, or until the restore failed. */
  isRunning(): boolean;
  /** Checks the backup, takes a snapshot and replaces the configuration as one switch. The caller restarts this process. */
  run(admission: Admission, username: string): Promise<Result<{ jobId: string }>>;
}

export function createRestore(options: RestoreOptions): Restore {
  const state = { running: false };
  return {
    isRunning: () => state.running,
    async run(admission, username) {
      state.running = true;
      const staging = openStaging(options.uploadsFolder);
      const restored = { ok: false };
      try {
        const result = await restore(options, staging, admission, username);
        restored.ok = result.ok;
        return result;
      } finally {
        state.running = restored.ok;
        await staging.discard().catch((error) => options.log.warn({ error }, 'a staging file stays behind'));
      }
    },
  };
}

async function restore(
  options: RestoreOptions,
  staging: Staging,
  admission: Admission,
  username: string,
): Promise<Result<{ jobId: string }>> {
  const { upload } = admission;
  const { jobs } = options;
  const read = await readBackup(upload.path, upload.name, staging.sink, { references: true });
  if (!read.ok) return read;
  if (admission.isGone()) return clientGone();
  const { name, bytes, sha256 } = upload;
  const job = jobs.begin({
    kind: 'restore',
    username,
    file: { name, bytes, sha256 },
    from: options.revision,
    to: read.value.revision,
  });
  const why = await applyBackup(options, staging, admission, job.id);
  if (why === null) {
    // It is committed: from here on nothing may turn this into a failure.
    await admission.removeUpload().catch((error) => options.log.warn({ error }, 'an upload stays behind'));
    return ok({ jobId: job.id });
  }
  jobs.fail(job.id, why);
  return fail(why);
}

/** Null: committed. Otherwise why not; then the old state is whole and the drivers run again. */
async function applyBackup(
  options: RestoreOptions,
  staging: Staging,
  admission: Admission,
  jobId: string,
): Promise<Failure | null> {
  const { jobs, drivers, database, log } = options;
  const stopped = { drivers: false };
  try {
    jobs.phase(jobId, 'snapshot');
    const snapshot = await options.snapshots.create('before-restore');
    if (!snapshot.ok) return snapshot.failure;
    jobs.phase(jobId, 'stopping-drivers');
    stopped.drivers = true;
    await drivers.stop();
    jobs.phase(jobId, 'applying');
    // The last moment at which a client that hung up has changed nothing.
    if (admission.isGone()) {
      drivers.start();
      return failure('UPLOAD_INTERRUPTED');
    }
    const published: (() => void)[] = [];
    staging.apply(database, () => published.push(jobs.recordPhase(jobId, 'restarting')));
    for (const publish of published) publish();
    options.endAllSessions();
    return null;
  } catch (error) {
    if (stopped.drivers) drivers.start();
    const expected = expectedFailure(error, 'restoring');
    if (expected === null) log.error({ error }, 'a restore failed unexpectedly');
    return expected ?? failure('GATEWAY_INTERNAL');
  }
}
