import { etagOf, etagOfNeverSet } from './etag.ts';
import type { TargetVersion } from './target-version.ts';

/** All that a poll of one agent needs; made when its target state changes, not when it polls. */
export interface PollState {
  etag: string;
  /** The body of a 200. */
  body: string;
  bodyBytes: number;
  /** A version is held back: the agent is told that nothing has changed. */
  held: boolean;
}

export type PollAnswer =
  | { status: 200; etag: string; body: string }
  /** Without an ETag; `contentBytes` is what the 200 would have had (`X-Content-Length`). */
  | { status: 304; contentBytes: number };

/** The document as the agent gets it (wire §1.6); null when none was ever set. */
export function pollStateOf(uuid: string, target: TargetVersion | null): PollState {
  const body = JSON.stringify({ [uuid]: target === null ? { apps: {}, config: {} } : agentForm(target) });
  return {
    etag: target === null ? etagOfNeverSet(uuid) : etagOf(target),
    body,
    bodyBytes: Buffer.byteLength(body),
    held: target?.held ?? false,
  };
}

const agentForm = ({ apps, config, version, held, lastDeployedAt }: TargetVersion) => ({
  apps,
  config,
  version,
  needs_deployment: held,
  last_deployed_at: lastDeployedAt === null ? null : new Date(lastDeployedAt).toISOString(),
});

/** Tags are compared as texts: agents send back what they got, quotes or not (wire §1.6). */
export function answerPoll(state: PollState, ifNoneMatch: string | undefined): PollAnswer {
  if (state.held || ifNoneMatch === state.etag) return { status: 304, contentBytes: state.bodyBytes };
  return { status: 200, etag: state.etag, body: state.body };
}
