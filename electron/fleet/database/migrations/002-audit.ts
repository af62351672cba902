import { countColumn, idColumn, jsonColumn, textColumn, timeColumn } from '#platform/store/columns.ts';
import type { StoreMigration } from '#platform/store/migrate.ts';

/** The audit log; `seq` is its chain. */
export const audit: StoreMigration = {
  name: 'audit',
  async up({ schema }) {
    await schema
      .createTable('audit_events')
      .$call(countColumn('seq'))
      .$call(idColumn('event_id'))
      .$call(idColumn('tenant_id'))
      .$call(textColumn('event_type'))
      .$call(timeColumn('at'))
      .$call(textColumn('target_type'))
      .$call(idColumn('target_id', { optional: true }))
      .$call(textColumn('actor_type'))
      .$call(idColumn('actor_id', { optional: true }))
      .$call(textColumn('actor_name', { optional: true }))
      .$call(textColumn('address', { optional: true }))
      .$call(textColumn('severity'))
      .$call(idColumn('correlation_id', { optional: true }))
      .$call(jsonColumn('data'))
      .$call(textColumn('hash'))
      .addPrimaryKeyConstraint('audit_events_key', ['seq'])
      .execute();
    for (const column of ['at', 'event_type', 'target_id', 'actor_id', 'correlation_id']) {
      await schema
        .createIndex(`audit_events_by_${column}`)
        .on('audit_events')
        .columns(['tenant_id', column, 'seq'])
        .execute();
    }
  },
};
