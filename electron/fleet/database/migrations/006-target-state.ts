import {
  countColumn,
  flagColumn,
  idColumn,
  jsonColumn,
  keyColumn,
  textColumn,
  timeColumn,
} from '#platform/store/columns.ts';
import type { StoreMigration } from '#platform/store/migrate.ts';

/** Target states: the newest version of each agent's, all versions, and since when each sensor is there. */
export const targetState: StoreMigration = {
  name: 'target-state',
  async up({ schema }) {
    await schema
      .createTable('target_states')
      .$call(keyColumn('agent_uuid'))
      .$call(idColumn('tenant_id'))
      .$call(countColumn('version'))
      .$call(flagColumn('is_held'))
      .$call(textColumn('etag'))
      .$call(countColumn('body_bytes'))
      .$call(countColumn('apps_count'))
      .execute();
    await schema
      .createTable('target_versions')
      .$call(idColumn('agent_uuid'))
      .$call(countColumn('version'))
      .$call(idColumn('tenant_id'))
      .$call(textColumn('change'))
      .$call(flagColumn('is_held'))
      .$call(countColumn('live_version', { optional: true }))
      .$call(jsonColumn('apps'))
      .$call(jsonColumn('config'))
      .$call(countColumn('apps_count'))
      .$call(countColumn('endpoints_count'))
      .$call(timeColumn('last_deployed_at', { optional: true }))
      .$call(textColumn('deployed_by', { optional: true }))
      .$call(timeColumn('updated_at'))
      .$call(textColumn('updated_by'))
      .addPrimaryKeyConstraint('target_versions_key', ['agent_uuid', 'version'])
      .execute();
    await schema
      .createTable('sensors')
      .$call(idColumn('agent_uuid'))
      .$call(idColumn('uuid'))
      .$call(idColumn('tenant_id'))
      .$call(timeColumn('created_at'))
      .$call(textColumn('created_by'))
      .$call(timeColumn('updated_at'))
      .$call(textColumn('updated_by'))
      .addPrimaryKeyConstraint('sensors_key', ['agent_uuid', 'uuid'])
      .execute();
  },
};
