import { countColumn, idColumn, keyColumn, textColumn, timeColumn } from '#platform/store/columns.ts';
import type { StoreMigration } from '#platform/store/migrate.ts';

/** Keys that make agents, and when agents changed theirs. */
export const provisioning: StoreMigration = {
  name: 'provisioning',
  async up({ schema }) {
    await schema
      .createTable('provisioning_keys')
      .$call(keyColumn('id'))
      .$call(idColumn('tenant_id'))
      .$call(textColumn('key_hash'))
      .$call(textColumn('description', { optional: true }))
      .$call(idColumn('fleet_uuid', { optional: true }))
      .$call(countColumn('max_agents'))
      .$call(countColumn('agents_provisioned'))
      .$call(timeColumn('expires_at'))
      .$call(idColumn('created_by'))
      .$call(timeColumn('created_at'))
      .$call(timeColumn('last_used_at', { optional: true }))
      .$call(timeColumn('revoked_at', { optional: true }))
      .execute();
    await schema
      .createIndex('provisioning_keys_by_hash')
      .on('provisioning_keys')
      .column('key_hash')
      .unique()
      .execute();
    await schema
      .createTable('device_key_rotations')
      .$call(keyColumn('id'))
      .$call(idColumn('agent_uuid'))
      .$call(timeColumn('rotated_at'))
      .$call(textColumn('reason', { optional: true }))
      .execute();
    await schema
      .createIndex('device_key_rotations_by_agent')
      .on('device_key_rotations')
      .columns(['agent_uuid', 'rotated_at'])
      .execute();
  },
};
