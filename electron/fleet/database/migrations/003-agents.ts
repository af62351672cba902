import { flagColumn, idColumn, keyColumn, textColumn, timeColumn } from '#platform/store/columns.ts';
import type { StoreMigration } from '#platform/store/migrate.ts';

/** Agents: who they are and how they prove it. */
export const agents: StoreMigration = {
  name: 'agents',
  async up({ schema }) {
    await schema
      .createTable('agents')
      .$call(keyColumn('uuid'))
      .$call(idColumn('tenant_id'))
      .$call(textColumn('name'))
      .$call(textColumn('device_type', { optional: true }))
      .$call(textColumn('device_key_hash', { optional: true }))
      .$call(timeColumn('device_key_created_at', { optional: true }))
      .$call(textColumn('previous_key_hash', { optional: true }))
      .$call(timeColumn('previous_key_expires_at', { optional: true }))
      .$call(textColumn('public_key', { optional: true }))
      .$call(textColumn('challenge', { optional: true }))
      .$call(timeColumn('challenge_expires_at', { optional: true }))
      .$call(flagColumn('is_proved'))
      .$call(flagColumn('is_active'))
      .$call(idColumn('fleet_uuid', { optional: true }))
      .$call(idColumn('provisioning_key_id', { optional: true }))
      .$call(textColumn('location', { optional: true }))
      .$call(textColumn('ip_address', { optional: true }))
      .$call(textColumn('mac_address', { optional: true }))
      .$call(textColumn('os_version', { optional: true }))
      .$call(textColumn('architecture', { optional: true }))
      .$call(textColumn('agent_version', { optional: true }))
      .$call(timeColumn('created_at'))
      .$call(timeColumn('updated_at'))
      .$call(timeColumn('deleted_at', { optional: true }))
      .execute();
    await schema
      .createIndex('agents_by_device_key')
      .on('agents')
      .columns(['device_key_hash'])
      .unique()
      .execute();
    await schema
      .createIndex('agents_by_tenant')
      .on('agents')
      .columns(['tenant_id', 'name', 'uuid'])
      .execute();
    await schema.createIndex('agents_by_fleet').on('agents').columns(['tenant_id', 'fleet_uuid']).execute();
  },
};
