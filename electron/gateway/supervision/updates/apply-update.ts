import type { Logger } from 'pino';
import { expectedFailure } from '#platform/http/expected-failure.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { GatewayJobPhase } from '#shared/gateway-api/jobs.ts';
import type { updateSteps } from '#shared/gateway-api/management-api.ts';
import { ok, type Result } from '#shared/result.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Pipeline } from '../jobs/pipeline.ts';
import type { Upgrade } from '../upgrade/upgrade.ts';
import type { DownloadedUpdate, DownloadProgress } from './download-update.ts';
import type { FeedEntry } from './feed-entry.ts';

type UpdateStep = (typeof updateSteps)[number];

export interface TransferredBytes {
  bytes: number;
  total: number;
}

/** What whoever follows an update is told; percent of the whole. */
export type UpdateEvent =
  | { event: 'progress'; data: { step: UpdateStep; progress: number } & Partial<TransferredBytes> }
  | { event: 'complete'; data: { success: true; version: string } }
  | { event: 'error'; data: { error: string } };

export interface RunningUpdate {
  jobId: string;
  version: string;
  /** Resolves when the upgrade has taken over, or the job is closed because it could not be downloaded. */
  fetched: Promise<void>;
}

interface ApplyOptions {
  jobs: Jobs;
  pipeline: Pipeline;
  upgrade: Upgrade;
  /** Of the running code. */
  revision: string;
  log: Logger;
}

export interface UpdateSource {
  entry: FeedEntry;
  fetch(progress: DownloadProgress): Promise<Result<DownloadedUpdate>>;
}

const downloadShare = 50;
/** A slow line takes long for a percent; bytes are told this often at most. */
const tellBytesEveryMs = 500;
/** Where the bar stands when a phase of the job begins. */
const applying: Partial<Record<GatewayJobPhase, number>> = {
  snapshot: 60,
  'stopping-drivers': 75,
  installing: 80,
};
const restartingAt = 95;

/**
 * Opens the job, downloads and hands over to the upgrade, whose job it is from then on: it ends in the new revision or back
 * in this one. `onEvent` hears of everything until this process is replaced; `complete` says that the package is installed
 * and the restart into it begins, the job says how that went. PIPELINE_BUSY before anything has begun.
 */
export function applyUpdate(
  options: ApplyOptions,
  source: UpdateSource,
  username: string,
  onEvent: (event: UpdateEvent) => void,
): Result<RunningUpdate> {
  const { jobs, pipeline, revision } = options;
  const { file, size: bytes, sha256, version } = source.entry;
  const entered = pipeline.enter('upgrade');
  if (!entered.ok) return entered;
  let jobId: string;
  try {
    ({ id: jobId } = jobs.begin({
      kind: 'upgrade',
      username,
      file: { name: file, bytes, sha256 },
      from: revision,
      to: version,
    }));
  } catch (error) {
    entered.value.leave();
    throw error;
  }
  const report = createReport(onEvent);
  const stop = jobs.follow(jobId, (event) => {
    if (event.event === 'phase') reportPhase(report, event.data.phase, version);
    if (event.event !== 'done') return;
    stop();
    report.error(event.data.reason ?? `the update ended: ${event.data.outcome}`);
  });
  const fetched = fetchAndUpgrade(options, source, { jobId, username }, report, entered.value.leave).then(
    (failed) => {
      if (failed === null) return;
      jobs.fail(jobId, failed);
      entered.value.leave();
    },
  );
  return ok({ jobId, version, fetched });
}

/** Null: the upgrade has taken over. Otherwise why not; nothing was changed then. Never rejects. */
async function fetchAndUpgrade(
  { jobs, upgrade, log }: ApplyOptions,
  source: UpdateSource,
  job: { jobId: string; username: string },
  report: Report,
  leave: () => void,
): Promise<Failure | null> {
  try {
    report.progress('downloading', 0);
    const fetched = await source.fetch({
      onBytes(bytes) {
        const total = source.entry.size;
        jobs.transferred(job.jobId, { bytes, total });
        report.progress('downloading', (bytes / total) * downloadShare, { bytes, total });
      },
      onVerifying() {
        jobs.transferred(job.jobId, null);
        report.progress('verifying', downloadShare);
      },
    });
    if (!fetched.ok) return fetched.failure;
    const admission = {
      upload: fetched.value.upload,
      leave,
      // It stays for another try; the next download, or the start of its revision, takes it away.
      removeUpload: () => Promise.resolve(),
      // Whoever started it may go: it goes on, and the job tells how it went.
      isGone: () => false,
    };
    const prepared = await upgrade.prepare(admission, { ...job, allowDowngrade: false });
    if (!prepared.ok) return prepared.failure;
    prepared.value.run();
    return null;
  } catch (error) {
    const expected = expectedFailure(error, 'downloading the update');
    if (expected === null) log.error({ error }, 'an update failed unexpectedly');
    return expected ?? failure('GATEWAY_INTERNAL');
  }
}

type Report = ReturnType<typeof createReport>;

/** Whole percents, never going back, each told once unless bytes have moved meanwhile; nothing after the end. */
function createReport(onEvent: (event: UpdateEvent) => void) {
  const told = { step: '', progress: -1, bytes: 0, at: 0, ended: false };
  const end = (event: UpdateEvent) => {
    if (told.ended) return;
    told.ended = true;
    onEvent(event);
  };
  return {
    progress(step: UpdateStep, percent: number, moved?: TransferredBytes) {
      const progress = Math.max(told.progress, Math.min(100, Math.floor(percent)));
      const at = performance.now();
      const isNews = moved !== undefined && moved.bytes !== told.bytes && at - told.at >= tellBytesEveryMs;
      if (told.ended || (told.step === step && told.progress === progress && !isNews)) return;
      Object.assign(told, { step, progress, at, bytes: moved?.bytes ?? told.bytes });
      onEvent({ event: 'progress', data: { step, progress, ...moved } });
    },
    complete: (version: string) => end({ event: 'complete', data: { success: true, version } }),
    error: (error: string) => end({ event: 'error', data: { error } }),
  };
}

function reportPhase(report: Report, phase: GatewayJobPhase, version: string): void {
  const percent = applying[phase];
  if (percent !== undefined) report.progress('applying', percent);
  if (phase !== 'restarting') return;
  report.progress('restarting', restartingAt);
  report.complete(version);
}
