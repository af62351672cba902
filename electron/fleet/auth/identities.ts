import { failure } from '#shared/errors/failure.ts';
import { isAtLeast } from '#shared/fleet-api/roles.ts';
import { fail, ok } from '#shared/result.ts';
import type { Identities } from '../http/access.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { Directory } from './directory.ts';
import type { KeyUse } from './key-use.ts';
import { secretHash } from './secrets.ts';

/** Who a token or an API key stands for today: role and state of the account count at every request, not what the token says. */
export function createUserIdentities(deps: {
  tokens: AccessTokens;
  directory: Directory;
  keyUse: KeyUse;
  now?: () => number;
}): Pick<Identities, 'userOfToken' | 'userOfKey'> {
  const { tokens, directory, keyUse, now = Date.now } = deps;
  return {
    async userOfToken(token) {
      const claims = await tokens.verify(token);
      if (!claims.ok) return claims;
      const { userId, sessionId } = claims.value;
      const session = await directory.session(sessionId);
      if (session === null || session.ended_at !== null) return fail(failure('TOKEN_INVALID'));
      const user = await directory.user(userId);
      if (user === null || user.is_active === 0) return fail(failure('TOKEN_INVALID'));
      return ok({
        kind: 'user',
        tenantId: user.tenant_id,
        userId,
        name: user.username,
        role: user.role,
        sessionId,
        apiKeyId: null,
      });
    },
    async userOfKey(key) {
      const row = await directory.apiKey(secretHash(key));
      if (row === null || row.revoked_at !== null) return null;
      if (row.expires_at !== null && row.expires_at <= now()) return null;
      const maker = await directory.user(row.created_by);
      if (maker === null || maker.is_active === 0) return null;
      keyUse.seen(row.id);
      return {
        kind: 'user',
        tenantId: row.tenant_id,
        userId: row.created_by,
        name: row.name,
        // Who made it may have lost rights since.
        role: isAtLeast(maker.role, row.role) ? row.role : maker.role,
        sessionId: null,
        apiKeyId: row.id,
      };
    },
  };
}
