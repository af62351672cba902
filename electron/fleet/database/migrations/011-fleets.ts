import {
  flagColumn,
  idColumn,
  jsonColumn,
  keyColumn,
  realColumn,
  textColumn,
  timeColumn,
} from '#platform/store/columns.ts';
import type { StoreMigration } from '#platform/store/migrate.ts';

/** Fleets; their members are the agents that name them. */
export const fleets: StoreMigration = {
  name: 'fleets',
  async up({ schema }) {
    await schema
      .createTable('fleets')
      .$call(keyColumn('uuid'))
      .$call(idColumn('tenant_id'))
      .$call(textColumn('name'))
      .$call(textColumn('fleet_type'))
      .$call(textColumn('status'))
      .$call(textColumn('environment', { optional: true }))
      .$call(textColumn('location', { optional: true }))
      .$call(textColumn('description', { optional: true }))
      .$call(jsonColumn('tags'))
      .$call(flagColumn('billing_enabled'))
      .$call(realColumn('budget_limit', { optional: true }))
      .$call(timeColumn('created_at'))
      .$call(timeColumn('updated_at'))
      .$call(timeColumn('deleted_at', { optional: true }))
      .execute();
    await schema.createIndex('fleets_by_tenant').on('fleets').columns(['tenant_id', 'name']).execute();
  },
};
