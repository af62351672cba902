import { sql } from 'kysely';
import {
  countColumn,
  flagColumn,
  idColumn,
  keyColumn,
  textColumn,
  timeColumn,
} from '#platform/store/columns.ts';
import type { StoreMigration } from '#platform/store/migrate.ts';

/** Whether agents are there, and their tags: apart from the agents, because these change by themselves. */
export const agentList: StoreMigration = {
  name: 'agent-list',
  async up({ schema }) {
    await schema
      .createTable('agent_presence')
      .$call(keyColumn('agent_uuid'))
      .$call(idColumn('tenant_id'))
      .$call(flagColumn('is_online'))
      .$call(timeColumn('last_seen_at'))
      .$call(timeColumn('changed_at'))
      .$call(countColumn('report_interval_ms'))
      .execute();
    await schema
      .createTable('agent_tags')
      .$call(idColumn('agent_uuid'))
      .$call(textColumn('tag_key'))
      .$call(textColumn('tag_value'))
      .$call(idColumn('tenant_id'))
      .addPrimaryKeyConstraint('agent_tags_key', ['agent_uuid', 'tag_key'])
      .execute();
    await schema
      .createIndex('agent_tags_by_key')
      .on('agent_tags')
      .columns(['tenant_id', 'tag_key', 'tag_value', 'agent_uuid'])
      .execute();
    // Without the removed ones, so that counting reads the index alone.
    for (const [name, column] of [
      ['agents_listed_by_name', 'name'],
      ['agents_listed_by_age', 'created_at'],
    ] as const) {
      await schema
        .createIndex(name)
        .on('agents')
        .columns(['tenant_id', column, 'uuid'])
        .where(sql.ref('deleted_at'), 'is', null)
        .execute();
    }
  },
};
