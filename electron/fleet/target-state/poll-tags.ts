import type { FleetStore } from '../database/tables.ts';
import { type PollTag, pollTag } from './poll-answer.ts';

/** The tag of each agent's target state, from memory: 10 000 agents ask every minute, and hardly ever is anything new. */
export interface PollTags {
  find(agentUuid: string): Promise<PollTag>;
  /** In the transaction that makes a new version. */
  change(agentUuid: string, tag: PollTag): void;
}

/** Some 200 bytes an agent; only agents that exist get here. */
export function createPollTags(store: FleetStore): PollTags {
  const tags = new Map<string, PollTag>();

  async function read(agentUuid: string): Promise<PollTag> {
    const row = await store.read
      .selectFrom('target_states')
      .select(['etag', 'body_bytes', 'is_held'])
      .where('agent_uuid', '=', agentUuid)
      .executeTakeFirst();
    if (row === undefined) return pollTag(agentUuid, null);
    return { etag: row.etag, bodyBytes: row.body_bytes, held: row.is_held === 1 };
  }

  return {
    async find(agentUuid) {
      const known = tags.get(agentUuid);
      if (known !== undefined) return known;
      const found = await read(agentUuid);
      // What was committed meanwhile is newer than what was read.
      const newer = tags.get(agentUuid);
      if (newer === undefined) tags.set(agentUuid, found);
      return newer ?? found;
    },
    change: (agentUuid, tag) => store.afterCommit(() => tags.set(agentUuid, tag)),
  };
}
