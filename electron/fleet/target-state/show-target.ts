import type { TargetVersionRow } from '../database/tables/target-state.ts';
import { etagOf } from './etag.ts';
import type { TargetVersion } from './target-version.ts';

/** Epoch milliseconds as the wire has them. */
export const isoTime = <T extends number | null>(at: T) =>
  (at === null ? null : new Date(at).toISOString()) as T extends number ? string : string | null;

/** For operators in quotes, as HTTP has tags; agents get theirs without. */
export const tagHeader = (target: TargetVersion) => ({ etag: `"${etagOf(target)}"` });

export const showVersion = (uuid: string, target: TargetVersion) => ({
  uuid,
  apps: target.apps,
  config: target.config,
  version: target.version,
  change: target.change,
  needs_deployment: target.held,
  live_version: target.liveVersion,
  last_deployed_at: isoTime(target.lastDeployedAt),
  deployed_by: target.deployedBy,
  updated_at: isoTime(target.updatedAt),
  updated_by: target.updatedBy,
});

/** What is shown of one that was never set. */
export const nothingSet = (uuid: string) => ({
  ...{ uuid, apps: {}, config: {}, version: null, change: null, needs_deployment: false },
  ...{ live_version: null, last_deployed_at: null, deployed_by: null, updated_at: null, updated_by: null },
});

export const showSummary = (row: Omit<TargetVersionRow, 'agent_uuid' | 'tenant_id' | 'apps' | 'config'>) => ({
  version: row.version,
  change: row.change,
  needs_deployment: row.is_held === 1,
  live_version: row.live_version,
  last_deployed_at: isoTime(row.last_deployed_at),
  deployed_by: row.deployed_by,
  updated_at: isoTime(row.updated_at),
  updated_by: row.updated_by,
  apps_count: row.apps_count,
  endpoints_count: row.endpoints_count,
});

/** The answer to a write. */
export const showWritten = (uuid: string, target: TargetVersion) => ({
  status: 200 as const,
  headers: tagHeader(target),
  body: {
    status: 'ok' as const,
    message: target.held
      ? `Version ${target.version} is held back; deploy it to let the agent have it`
      : `Version ${target.version} is live; the agent gets it at its next poll`,
    uuid,
    version: target.version,
    needs_deployment: target.held,
    apps: target.apps,
    config: target.config,
  },
});
