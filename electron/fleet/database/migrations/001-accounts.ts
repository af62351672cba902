import type { SchemaModule } from 'kysely';
import {
  flagColumn,
  idColumn,
  jsonColumn,
  keyColumn,
  textColumn,
  timeColumn,
} from '#platform/store/columns.ts';
import type { StoreMigration } from '#platform/store/migrate.ts';

/** Tenants, accounts, sessions, keys, and what guards them. */
export const accounts: StoreMigration = {
  name: 'accounts',
  async up({ schema }) {
    await createAccounts(schema);
    await createKeys(schema);
    await createGuards(schema);
  },
};

async function createAccounts(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('tenants')
    .$call(keyColumn('id'))
    .$call(textColumn('name'))
    .$call(timeColumn('created_at'))
    .execute();
  await schema
    .createTable('users')
    .$call(keyColumn('id'))
    .$call(idColumn('tenant_id'))
    .$call(textColumn('username'))
    .$call(textColumn('username_key'))
    .$call(textColumn('email'))
    .$call(textColumn('email_key'))
    .$call(textColumn('full_name', { optional: true }))
    .$call(textColumn('role'))
    .$call(textColumn('password_hash'))
    .$call(flagColumn('is_active'))
    .$call(flagColumn('must_change_password'))
    .$call(timeColumn('created_at'))
    .$call(timeColumn('last_login_at', { optional: true }))
    .execute();
  await schema.createIndex('users_by_name').on('users').columns(['username_key']).unique().execute();
  await schema.createIndex('users_by_email').on('users').columns(['email_key']).unique().execute();
  await schema.createIndex('users_by_tenant').on('users').columns(['tenant_id', 'username_key']).execute();
  await schema
    .createTable('sessions')
    .$call(keyColumn('id'))
    .$call(idColumn('tenant_id'))
    .$call(idColumn('user_id'))
    .$call(textColumn('address'))
    .$call(timeColumn('created_at'))
    .$call(timeColumn('expires_at'))
    .$call(timeColumn('ended_at', { optional: true }))
    .execute();
  await schema.createIndex('sessions_by_user').on('sessions').columns(['user_id']).execute();
  await schema
    .createTable('refresh_tokens')
    .$call(keyColumn('token_hash'))
    .$call(idColumn('session_id'))
    .$call(timeColumn('created_at'))
    .$call(timeColumn('expires_at'))
    .$call(timeColumn('used_at', { optional: true }))
    .execute();
  await schema
    .createIndex('refresh_tokens_by_session')
    .on('refresh_tokens')
    .columns(['session_id'])
    .execute();
}

async function createKeys(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('api_keys')
    .$call(keyColumn('id'))
    .$call(idColumn('tenant_id'))
    .$call(idColumn('created_by'))
    .$call(textColumn('name'))
    .$call(textColumn('description', { optional: true }))
    .$call(textColumn('role'))
    .$call(textColumn('key_hash'))
    .$call(textColumn('key_prefix'))
    .$call(timeColumn('created_at'))
    .$call(timeColumn('expires_at', { optional: true }))
    .$call(timeColumn('last_used_at', { optional: true }))
    .$call(timeColumn('revoked_at', { optional: true }))
    .execute();
  await schema.createIndex('api_keys_by_hash').on('api_keys').columns(['key_hash']).unique().execute();
  await schema
    .createIndex('api_keys_by_tenant')
    .on('api_keys')
    .columns(['tenant_id', 'created_at'])
    .execute();
  await schema
    .createTable('invites')
    .$call(keyColumn('id'))
    .$call(idColumn('tenant_id'))
    .$call(textColumn('email'))
    .$call(textColumn('role'))
    .$call(textColumn('token_hash'))
    .$call(idColumn('invited_by'))
    .$call(timeColumn('created_at'))
    .$call(timeColumn('expires_at'))
    .$call(timeColumn('accepted_at', { optional: true }))
    .execute();
  await schema.createIndex('invites_by_hash').on('invites').columns(['token_hash']).unique().execute();
  await schema
    .createTable('password_resets')
    .$call(keyColumn('token_hash'))
    .$call(idColumn('user_id'))
    .$call(timeColumn('created_at'))
    .$call(timeColumn('expires_at'))
    .$call(timeColumn('used_at', { optional: true }))
    .execute();
}

async function createGuards(schema: SchemaModule): Promise<void> {
  await schema.createTable('login_locks').$call(keyColumn('lock_key')).$call(jsonColumn('entry')).execute();
  await schema
    .createTable('idempotency_keys')
    .$call(textColumn('scope'))
    .$call(textColumn('key_hash'))
    .$call(textColumn('request_hash'))
    .$call(textColumn('answer'))
    .$call(timeColumn('created_at'))
    .addPrimaryKeyConstraint('idempotency_keys_key', ['scope', 'key_hash'])
    .execute();
}
