import {
  countColumn,
  flagColumn,
  idColumn,
  jsonColumn,
  keyColumn,
  realColumn,
  textColumn,
  timeColumn,
} from '#platform/store/columns.ts';
import type { StoreMigration } from '#platform/store/migrate.ts';

/** What agents report: the newest state of each, the states before, system metrics, and how sensors were. */
export const reports: StoreMigration = {
  name: 'reports',
  async up({ schema }) {
    await schema
      .createTable('current_states')
      .$call(keyColumn('agent_uuid'))
      .$call(idColumn('tenant_id'))
      .$call(jsonColumn('report'))
      .$call(countColumn('apps_count'))
      .$call(countColumn('dropped'))
      .$call(timeColumn('reported_at'))
      .$call(timeColumn('thinned_at', { optional: true }))
      .execute();
    await schema
      .createTable('past_states')
      .$call(idColumn('agent_uuid'))
      .$call(idColumn('id'))
      .$call(idColumn('tenant_id'))
      .$call(jsonColumn('report'))
      .$call(timeColumn('reported_at'))
      .addPrimaryKeyConstraint('past_states_key', ['agent_uuid', 'id'])
      .execute();
    await schema
      .createTable('agent_metrics')
      .$call(idColumn('agent_uuid'))
      .$call(timeColumn('recorded_at'))
      .$call(idColumn('tenant_id'))
      .$call(flagColumn('is_kept'))
      .$call(realColumn('cpu_usage', { optional: true }))
      .$call(realColumn('cpu_temp', { optional: true }))
      .$call(realColumn('memory_usage', { optional: true }))
      .$call(realColumn('memory_total', { optional: true }))
      .$call(realColumn('storage_usage', { optional: true }))
      .$call(realColumn('storage_total', { optional: true }))
      .addPrimaryKeyConstraint('agent_metrics_key', ['agent_uuid', 'recorded_at'])
      .execute();
    await schema
      .createIndex('agent_metrics_by_age')
      .on('agent_metrics')
      .columns(['is_kept', 'recorded_at'])
      .execute();
    await schema
      .createTable('sensor_health')
      .$call(idColumn('agent_uuid'))
      .$call(textColumn('sensor'))
      .$call(timeColumn('at'))
      .$call(idColumn('tenant_id'))
      .$call(textColumn('protocol', { optional: true }))
      .$call(flagColumn('is_connected', { optional: true }))
      .$call(textColumn('last_poll', { optional: true }))
      .$call(realColumn('error_count', { optional: true }))
      .$call(textColumn('last_error', { optional: true }))
      .addPrimaryKeyConstraint('sensor_health_key', ['agent_uuid', 'sensor', 'at'])
      .execute();
    await schema.createIndex('sensor_health_by_age').on('sensor_health').columns(['at']).execute();
  },
};
