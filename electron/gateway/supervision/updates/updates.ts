import { join } from 'node:path';
import type { Logger } from 'pino';
import { loadTrustedKeys } from '#platform/signatures/trusted-keys.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { UpdateCheck } from '#shared/gateway-api/management-api.ts';
import { compareRevisions } from '#shared/gateway-api/revision.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { gatewayFolders } from '../../launcher-protocol.ts';
import type { PackagePolicy } from '../../package-policy.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Pipeline } from '../jobs/pipeline.ts';
import { inspectUpload } from '../upgrade/inspect-upload.ts';
import type { Upgrade } from '../upgrade/upgrade.ts';
import { applyUpdate, type RunningUpdate, type UpdateEvent, type UpdateSource } from './apply-update.ts';
import { createFeedCheck, type FeedLimits, feedLimits, type Offer } from './check-feed.ts';
import { createUpdateDownloads, type DownloadedUpdate, tidyUpdates } from './download-update.ts';

export interface UpdateLimits extends FeedLimits {
  /** A feed that sends nothing of the package for so long is given up. */
  idleTimeoutMs: number;
}

export const updateLimits: UpdateLimits = { ...feedLimits, idleTimeoutMs: 30_000 };

interface UpdatesOptions {
  dataFolder: string;
  keyFolders: readonly string[];
  policy: PackagePolicy;
  /** The revision that runs. */
  revision: string;
  feedAddress: () => string;
  /** Why this gateway may not have an update of that date; null: it may. */
  refuseUpdate: (releaseDate: string) => Promise<Failure | null>;
  jobs: Jobs;
  pipeline: Pipeline;
  upgrade: Upgrade;
  log: Logger;
  limits?: Partial<UpdateLimits> | undefined;
}

/** Updates of the gateway application from a feed (contract §4). */
export interface Updates {
  check(options: { force: boolean }): Promise<Result<UpdateCheck>>;
  /** The newest package, on this machine and checked. */
  download(): Promise<Result<DownloadedUpdate>>;
  /** Begins the job; what follows is told to `onEvent`. */
  apply(username: string, onEvent?: (event: UpdateEvent) => void): Promise<Result<RunningUpdate>>;
  /** Ends what is being downloaded; resolves when nothing is written down any more. */
  stop(): Promise<void>;
}

const folderName = 'updates';
const nothing = () => undefined;

export function createUpdates(options: UpdatesOptions): Updates {
  const { dataFolder, keyFolders, revision, log } = options;
  const limits = { ...updateLimits, ...options.limits };
  const folder = join(dataFolder, folderName);
  const stopping = new AbortController();
  let fetching: Promise<void> = Promise.resolve();
  let appliedJobId: string | null = null;
  const isApplying = () => appliedJobId !== null && options.jobs.get(appliedJobId)?.state === 'running';
  const isNewer = (version: string) => compareRevisions(version, revision) > 0;

  const feed = createFeedCheck({
    address: options.feedAddress,
    async trustedKeys() {
      const { keys, problems } = await loadTrustedKeys([
        join(dataFolder, gatewayFolders.keys),
        ...keyFolders,
      ]);
      for (const problem of problems) log.warn(problem, 'a key file cannot be used');
      return keys;
    },
    allowUnsigned: options.policy.allowUnsigned,
    limits,
    now: () => performance.now(),
    log,
  });
  const downloads = createUpdateDownloads({
    folder,
    idleTimeoutMs: limits.idleTimeoutMs,
    stopping: stopping.signal,
    inspect: (upload) => inspectUpload(upload, 'supervision', options),
  });
  tidyUpdates(folder, (version) => !isNewer(version)).catch((error) =>
    log.warn({ error }, 'what an earlier update left could not be removed'),
  );

  async function newestOffer(): Promise<Result<Offer>> {
    const looked = await feed.look(true);
    if (!looked.ok) return looked;
    const { entry } = looked.value;
    if (!isNewer(entry.version)) {
      return fail(failure('UPDATE_NOT_NEWER', { latest: entry.version, running: revision }));
    }
    const refused = await options.refuseUpdate(entry.releaseDate);
    return refused === null ? looked : fail(refused);
  }
  /** What the feed has; without the feed, what was downloaded from it before. */
  async function newestSource(): Promise<Result<UpdateSource>> {
    const offer = await newestOffer();
    if (offer.ok) {
      const { value } = offer;
      return ok({ entry: value.entry, fetch: (progress) => downloads.download(value, progress) });
    }
    if (offer.failure.code !== 'UPDATE_FEED_UNREACHABLE') return offer;
    const existing = await downloads.existing();
    if (existing === null || !isNewer(existing.entry.version)) return offer;
    const refused = await options.refuseUpdate(existing.entry.releaseDate);
    if (refused !== null) return fail(refused);
    return ok({ entry: existing.entry, fetch: () => Promise.resolve(ok(existing)) });
  }
  return {
    async check({ force }) {
      const looked = await feed.look(force);
      if (!looked.ok) return looked;
      const download = downloads.moving();
      return ok({
        ...checkOf(looked.value, revision, isNewer),
        ...(download !== null && { download }),
      });
    },
    async download() {
      // It would take the package away that is being installed.
      if (isApplying()) return fail(failure('PIPELINE_BUSY', { running: 'upgrade' }));
      const offer = await newestOffer();
      if (!offer.ok) return offer;
      return downloads.download(offer.value, { onBytes: nothing, onVerifying: nothing });
    },
    async apply(username, onEvent = nothing) {
      const source = await newestSource();
      if (!source.ok) return source;
      const applied = applyUpdate(options, source.value, username, onEvent);
      if (applied.ok) {
        appliedJobId = applied.value.jobId;
        fetching = applied.value.fetched;
      }
      return applied;
    },
    async stop() {
      stopping.abort(new Error('the gateway was stopped'));
      await fetching;
    },
  };
}

function checkOf({ entry }: Offer, running: string, isNewer: (version: string) => boolean): UpdateCheck {
  const versions = { currentVersion: running, latestVersion: entry.version };
  if (!isNewer(entry.version)) return { ...versions, updateAvailable: false };
  return {
    ...versions,
    updateAvailable: true,
    releaseDate: new Date(entry.releaseDate).toISOString(),
    releaseNotes: entry.releaseNotes,
    downloadSize: entry.size,
  };
}
