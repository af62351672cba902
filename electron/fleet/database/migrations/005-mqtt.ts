import {
  countColumn,
  flagColumn,
  idColumn,
  keyColumn,
  textColumn,
  timeColumn,
} from '#platform/store/columns.ts';
import type { StoreMigration } from '#platform/store/migrate.ts';

/** Users of the MQTT broker and what they may do there. */
export const mqtt: StoreMigration = {
  name: 'mqtt',
  async up({ schema }) {
    await schema
      .createTable('mqtt_users')
      .$call(keyColumn('id'))
      .$call(idColumn('tenant_id'))
      .$call(textColumn('username'))
      .$call(textColumn('password_hash'))
      .$call(idColumn('agent_uuid', { optional: true }))
      .$call(flagColumn('is_superuser'))
      .$call(flagColumn('is_active'))
      .$call(timeColumn('created_at'))
      .$call(timeColumn('updated_at'))
      .execute();
    await schema.createIndex('mqtt_users_by_name').on('mqtt_users').columns(['username']).unique().execute();
    await schema.createIndex('mqtt_users_by_agent').on('mqtt_users').columns(['agent_uuid']).execute();
    await schema
      .createTable('mqtt_acls')
      .$call(keyColumn('id'))
      .$call(idColumn('tenant_id'))
      .$call(idColumn('user_id'))
      .$call(textColumn('topic'))
      .$call(countColumn('access'))
      .$call(timeColumn('created_at'))
      .execute();
    await schema.createIndex('mqtt_acls_by_user').on('mqtt_acls').columns(['user_id']).execute();
    await schema.createIndex('mqtt_acls_by_tenant').on('mqtt_acls').columns(['tenant_id', 'id']).execute();
  },
};
