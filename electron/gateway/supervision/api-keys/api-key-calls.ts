import { failure } from '#shared/errors/failure.ts';
import type { ActivityLog } from '../activity/activity.ts';
import type { Handlers } from '../http/call.ts';
import type { ApiKeys } from './api-keys.ts';

interface ApiKeyCallsOptions {
  apiKeys: ApiKeys;
  activity: Pick<ActivityLog, 'record' | 'note'>;
}

type ApiKeyHandlers = Pick<Handlers, 'apiKeys' | 'apiKeyCreate' | 'apiKeyRevoke'>;

export const apiKeyCalls = ({ apiKeys, activity }: ApiKeyCallsOptions): ApiKeyHandlers => ({
  apiKeys: () => ({ status: 200, body: { apiKeys: apiKeys.list() } }),
  apiKeyCreate({ body, key, caller }) {
    const expiresAt = body.expiresAt === undefined ? null : Date.parse(body.expiresAt);
    if (expiresAt !== null && expiresAt <= Date.now()) return { failure: failure('KEY_EXPIRES_IN_PAST') };
    if (key !== null && key.expiresAt !== null && (expiresAt ?? Infinity) > key.expiresAt) {
      return { failure: failure('KEY_OUTLIVES', { expires: new Date(key.expiresAt).toISOString() }) };
    }
    const permission = body.permissions.system;
    const { id, apiKey } = apiKeys.create({ name: body.name, permission, expiresAt });
    try {
      activity.record({
        type: 'api-key',
        action: 'created',
        target: body.name,
        user: caller.name,
        address: caller.address,
        details: { id, permission, expiresAt: body.expiresAt ?? null },
      });
    } catch (error) {
      // No key without a trace of who made it.
      apiKeys.revoke(id);
      throw error;
    }
    return { status: 200, body: { success: true, apiKey, id }, headers: { 'cache-control': 'no-store' } };
  },
  apiKeyRevoke({ params, caller }) {
    const revoked = apiKeys.revoke(params.id);
    if (revoked === null) return { failure: failure('NOT_FOUND', { what: 'This API key' }) };
    activity.note({
      type: 'api-key',
      action: 'revoked',
      target: revoked.name,
      user: caller.name,
      address: caller.address,
      details: { id: revoked.id },
    });
    return { status: 200, body: { success: true } };
  },
});
