import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Audit } from '../audit/audit.ts';
import { actorOf } from '../audit/audit-event.ts';
import type { UserRow } from '../database/tables/accounts.ts';
import type { FleetTransaction } from '../database/tables.ts';
import type { Directory } from './directory.ts';
import { secretHash } from './secrets.ts';
import { refreshTokenMs, type TokenPair } from './sessions.ts';

type Rotate = (
  trx: FleetTransaction,
  refreshToken: string,
  from: { address: string; requestId: string },
) => Promise<Result<TokenPair>>;

/** Each refresh token is good for one use; one that comes again was copied, so its whole session ends (RFC 9700 §4.14.2). */
export function createRotation(deps: {
  audit: Audit;
  directory: Directory;
  newPair(trx: FleetTransaction, user: UserRow, sessionId: string): Promise<TokenPair>;
  endWhere(trx: FleetTransaction, ids: readonly string[]): Promise<void>;
  now(): number;
}): Rotate {
  const { audit, directory, newPair, endWhere, now } = deps;
  return async function rotate(
    trx: FleetTransaction,
    refreshToken: string,
    from: { address: string; requestId: string },
  ): Promise<Result<TokenPair>> {
    const hash = secretHash(refreshToken);
    const found = await trx
      .selectFrom('refresh_tokens')
      .innerJoin('sessions', 'sessions.id', 'refresh_tokens.session_id')
      .innerJoin('users', 'users.id', 'sessions.user_id')
      .selectAll('users')
      .select(['session_id', 'used_at', 'ended_at', 'refresh_tokens.expires_at as token_expires_at'])
      .where('token_hash', '=', hash)
      .executeTakeFirst();
    if (found === undefined || found.ended_at !== null || found.is_active === 0) {
      return fail(failure('REFRESH_REFUSED'));
    }
    const { session_id, used_at, ended_at, token_expires_at, ...user } = found;
    if (used_at !== null) {
      await endWhere(trx, [session_id]);
      await audit.record(trx, {
        tenantId: user.tenant_id,
        type: 'session.refresh_reused',
        target: { type: 'user', id: user.id },
        actor: actorOf(null, from.address),
        severity: 'critical',
        correlationId: from.requestId,
        data: { sessionId: session_id },
      });
      return fail(failure('REFRESH_REUSED'));
    }
    if (token_expires_at <= now()) return fail(failure('REFRESH_REFUSED'));
    const at = now();
    await trx.updateTable('refresh_tokens').set({ used_at: at }).where('token_hash', '=', hash).execute();
    await trx
      .updateTable('sessions')
      .set({ expires_at: at + refreshTokenMs })
      .where('id', '=', session_id)
      .execute();
    directory.forgetSession(session_id);
    return ok(await newPair(trx, user, session_id));
  };
}
