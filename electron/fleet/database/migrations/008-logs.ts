import {
  flagColumn,
  idColumn,
  jsonColumn,
  keyColumn,
  textColumn,
  timeColumn,
} from '#platform/store/columns.ts';
import type { StoreMigration } from '#platform/store/migrate.ts';

/** Log lines of agents, who has sent any, and which batches came within the last day. */
export const logs: StoreMigration = {
  name: 'logs',
  async up({ schema }) {
    await schema
      .createTable('agent_logs')
      .$call(keyColumn('id'))
      .$call(idColumn('agent_uuid'))
      .$call(idColumn('tenant_id'))
      .$call(textColumn('service', { optional: true }))
      .$call(textColumn('message'))
      .$call(textColumn('level'))
      .$call(flagColumn('is_system'))
      .$call(flagColumn('is_stderr'))
      .$call(timeColumn('timestamp'))
      .$call(timeColumn('created_at'))
      .$call(jsonColumn('meta'))
      .execute();
    await schema
      .createIndex('agent_logs_by_time')
      .on('agent_logs')
      .columns(['agent_uuid', 'timestamp', 'id'])
      .execute();
    await schema.createIndex('agent_logs_by_age').on('agent_logs').columns(['created_at']).execute();
    await schema
      .createTable('log_services')
      .$call(idColumn('agent_uuid'))
      .$call(textColumn('service'))
      .$call(timeColumn('last_at'))
      .addPrimaryKeyConstraint('log_services_key', ['agent_uuid', 'service'])
      .execute();
    await schema
      .createTable('log_batches')
      .$call(idColumn('agent_uuid'))
      .$call(textColumn('batch_id'))
      .$call(timeColumn('received_at'))
      .addPrimaryKeyConstraint('log_batches_key', ['agent_uuid', 'batch_id'])
      .execute();
    await schema.createIndex('log_batches_by_age').on('log_batches').columns(['received_at']).execute();
  },
};
