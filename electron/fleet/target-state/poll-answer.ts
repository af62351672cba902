import { etagOf, etagOfNeverSet } from './etag.ts';
import type { TargetVersion } from './target-version.ts';

/** All that a poll needs to learn that nothing is new: made when the target state changes, not when its agent asks. */
export interface PollTag {
  etag: string;
  /** Of the body of a 200. */
  bodyBytes: number;
  /** What is new is held back: the agent is told that nothing is. */
  held: boolean;
}

/** The body of a poll's answer (wire §1.6); `target` null: none was ever set. */
export const pollBody = (uuid: string, target: TargetVersion | null) => ({
  [uuid]: target === null ? { apps: {}, config: {} } : agentForm(target),
});

const agentForm = ({ apps, config, version, held, lastDeployedAt }: TargetVersion) => ({
  apps,
  config,
  version,
  needs_deployment: held,
  last_deployed_at: lastDeployedAt === null ? null : new Date(lastDeployedAt).toISOString(),
});

export const pollTag = (uuid: string, target: TargetVersion | null): PollTag => ({
  etag: target === null ? etagOfNeverSet(uuid) : etagOf(target),
  bodyBytes: Buffer.byteLength(JSON.stringify(pollBody(uuid, target))),
  held: target?.held ?? false,
});

/** Whether a poll is answered with 304. Tags are compared as texts: agents send back what they got, quotes or not. */
export const hasNothingNew = ({ etag, held }: PollTag, ifNoneMatch: string | undefined): boolean =>
  held || ifNoneMatch === etag;
