import { uuidV7 } from '#platform/ids/uuid-v7.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { AgentOf } from '../agents/own-agent.ts';
import type { Audit } from '../audit/audit.ts';
import type { loggedBy } from '../audit/logged-by.ts';
import type { FleetStore, FleetTransaction } from '../database/tables.ts';
import { completeEndpoints } from './complete-endpoints.ts';
import { etagOf, matches } from './etag.ts';
import { pollTag } from './poll-answer.ts';
import { createPollTags, type PollTags } from './poll-tags.ts';
import { markSensors } from './sensor-marks.ts';
import { addVersion, newestVersion, versionNumbered } from './target-rows.ts';
import { isSet, type TargetVersion } from './target-version.ts';

/** Who makes a version, and when. */
export interface By {
  by: string;
  /** Epoch milliseconds. */
  at: number;
}

export interface TargetWrite {
  agent: AgentOf;
  /** For people: the name of who asks. */
  by: string;
  logged: ReturnType<typeof loggedBy>;
  /** `If-Match`; undefined: whatever is there. */
  ifMatch: string | undefined;
  /** The next version, or `before` itself when nothing is to be done. Runs in the transaction of the write. */
  decide(
    before: TargetVersion | null,
    by: By,
    trx: FleetTransaction,
  ): Result<TargetVersion> | Promise<Result<TargetVersion>>;
}

/** Target states of agents: each write is one version more, kept with its history (contract §2 "target state"). */
export interface TargetStates {
  newest(agentUuid: string): Promise<TargetVersion | null>;
  numbered(agentUuid: string, version: number): Promise<TargetVersion | null>;
  /** What `decide` fails with; TARGET_STATE_CHANGED, TARGET_STATE_SELF_UPDATE. Nothing is changed then. */
  write(write: TargetWrite): Promise<Result<TargetVersion>>;
  /** For polls. */
  tags: PollTags;
}

export function createTargetStates(deps: { store: FleetStore; audit: Audit; now(): number }): TargetStates {
  const { store, audit, now } = deps;
  const tags = createPollTags(store);

  async function save(trx: FleetTransaction, { agent, logged }: TargetWrite, next: TargetVersion, by: By) {
    const tag = pollTag(agent.agentUuid, next);
    await addVersion(trx, agent, next, tag);
    tags.change(agent.agentUuid, tag);
    await audit.record(trx, {
      tenantId: agent.tenantId,
      type: `target_state.${next.change}`,
      target: { type: 'agent', id: agent.agentUuid },
      ...logged,
      data: { version: next.version, held: next.held, by: by.by },
    });
  }

  return {
    tags,
    newest: (agentUuid) => newestVersion(store.read, agentUuid),
    numbered: (agentUuid, version) => versionNumbered(store.read, agentUuid, version),
    write: (write) =>
      store.write(async (trx) => {
        const { agent, ifMatch } = write;
        const before = await newestVersion(trx, agent.agentUuid);
        const etag = isSet(before) ? etagOf(before) : null;
        if (ifMatch !== undefined && !matches(ifMatch, etag)) return fail(failure('TARGET_STATE_CHANGED'));
        const by = { by: write.by, at: now() };
        const decided = await write.decide(before, by, trx);
        if (!decided.ok || decided.value === before) return decided;
        const config = completeEndpoints(decided.value.config, before?.config ?? {}, {
          agent,
          newUuid: () => uuidV7(by.at),
        });
        const next = { ...decided.value, config };
        const refused = await selfUpdate(trx, agent, { before, next });
        if (refused !== null) return fail(refused);
        await save(trx, write, next, by);
        await markSensors(trx, agent, { before: before?.config ?? {}, after: config }, by);
        return ok(next);
      }),
  };
}

/**
 * Why a document must not be sent: it names a version of the agent other than the one that runs, so that the agent would replace
 * itself, unsigned (wire §2.9). Null: it may. What stood there before is nobody's fault who changes something else.
 */
async function selfUpdate(
  trx: FleetTransaction,
  { agentUuid }: AgentOf,
  { before, next }: { before: TargetVersion | null; next: TargetVersion },
): Promise<Failure | null> {
  const version = next.config.agent?.version;
  if (version === undefined || version === before?.config.agent?.version) return null;
  const agent = await trx
    .selectFrom('agents')
    .select('agent_version')
    .where('uuid', '=', agentUuid)
    .executeTakeFirst();
  return agent?.agent_version === version ? null : failure('TARGET_STATE_SELF_UPDATE', { version });
}
