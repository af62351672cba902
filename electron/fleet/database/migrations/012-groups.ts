import { idColumn, jsonColumn, keyColumn, textColumn, timeColumn } from '#platform/store/columns.ts';
import type { StoreMigration } from '#platform/store/migrate.ts';

/** Dynamic groups: a filter with a name. */
export const groups: StoreMigration = {
  name: 'groups',
  async up({ schema }) {
    await schema
      .createTable('agent_groups')
      .$call(keyColumn('id'))
      .$call(idColumn('tenant_id'))
      .$call(textColumn('name'))
      .$call(textColumn('description', { optional: true }))
      .$call(jsonColumn('filter'))
      .$call(textColumn('created_by'))
      .$call(timeColumn('created_at'))
      .$call(timeColumn('updated_at'))
      .execute();
    await schema
      .createIndex('agent_groups_by_name')
      .on('agent_groups')
      .columns(['tenant_id', 'name'])
      .unique()
      .execute();
  },
};
