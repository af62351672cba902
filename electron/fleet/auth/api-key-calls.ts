import { uuidV7 } from '#platform/ids/uuid-v7.ts';
import { failure } from '#shared/errors/failure.ts';
import { isAtLeast } from '#shared/fleet-api/roles.ts';
import { loggedBy } from '../audit/logged-by.ts';
import type { ApiKeyRow } from '../database/tables/accounts.ts';
import type { FleetHandlers } from '../http/call.ts';
import type { AuthDeps } from './auth-deps.ts';
import { newHexSecret, secretHash } from './secrets.ts';
import { showApiKey } from './show.ts';

const prefixCharacters = 8;

/** Keys for programs: the rights of a role, shown once, gone at once when revoked (wire §1.2). */
export function apiKeyCalls(
  deps: AuthDeps,
): Pick<FleetHandlers, 'createApiKey' | 'listApiKeys' | 'deleteApiKey'> {
  const { store, audit, directory, now } = deps;
  return {
    async createApiKey(call) {
      const { who, body, remember } = call;
      if (!isAtLeast(who.role, body.role)) {
        return { failure: failure('ROLE_ABOVE_OWN', { role: body.role, held: who.role }) };
      }
      const key = newHexSecret();
      const at = now();
      const row: ApiKeyRow = {
        id: uuidV7(at),
        tenant_id: who.tenantId,
        created_by: who.userId,
        name: body.name,
        description: body.description ?? null,
        role: body.role,
        key_hash: secretHash(key),
        key_prefix: key.slice(0, prefixCharacters),
        created_at: at,
        expires_at: body.expires_at == null ? null : Date.parse(body.expires_at),
        last_used_at: null,
        revoked_at: null,
      };
      const message = 'Keep this key: it is shown once';
      const answer = {
        status: 201 as const,
        body: { success: true as const, message, key: { ...showApiKey(row, at), key } },
      };
      await store.write(async (trx) => {
        await trx.insertInto('api_keys').values(row).execute();
        await audit.record(trx, {
          tenantId: who.tenantId,
          type: 'api_key.created',
          target: { type: 'api_key', id: row.id },
          ...loggedBy(call),
          data: { name: row.name, role: row.role, prefix: row.key_prefix },
        });
        await remember(trx, answer);
      });
      return answer;
    },
    async listApiKeys({ who }) {
      const rows = await store.read
        .selectFrom('api_keys')
        .selectAll()
        .where('tenant_id', '=', who.tenantId)
        .orderBy('created_at', 'desc')
        .execute();
      const keys = rows.map((row) => showApiKey(row, now()));
      return { status: 200, body: { success: true, keys } };
    },
    async deleteApiKey(call) {
      const { who, params } = call;
      const row = await store.read
        .selectFrom('api_keys')
        .selectAll()
        .where('tenant_id', '=', who.tenantId)
        .where('id', '=', params.id)
        .executeTakeFirst();
      if (row === undefined) return { failure: failure('API_KEY_NOT_FOUND') };
      if (!isAtLeast(who.role, row.role)) {
        return { failure: failure('ROLE_ABOVE_OWN', { role: row.role, held: who.role }) };
      }
      await store.write(async (trx) => {
        await trx.updateTable('api_keys').set({ revoked_at: now() }).where('id', '=', row.id).execute();
        directory.forgetApiKey(row.key_hash);
        await audit.record(trx, {
          tenantId: who.tenantId,
          type: 'api_key.revoked',
          target: { type: 'api_key', id: row.id },
          ...loggedBy(call),
          data: { name: row.name, prefix: row.key_prefix },
        });
      });
      return { status: 200, body: { success: true, message: 'The key is revoked' } };
    },
  };
}
