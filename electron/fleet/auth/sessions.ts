import { uuidV7 } from '#platform/ids/uuid-v7.ts';
import type { Result } from '#shared/result.ts';
import type { Audit } from '../audit/audit.ts';
import type { UserRow } from '../database/tables/accounts.ts';
import type { FleetStore, FleetTransaction } from '../database/tables.ts';
import { type AccessTokens, accessTokenMs } from './access-tokens.ts';
import type { Directory } from './directory.ts';
import { createRotation } from './rotation.ts';
import { newSecret, secretHash } from './secrets.ts';

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  /** Seconds that the access token is good for. */
  expiresIn: number;
}

/** A sign-in and what follows from it: pairs of tokens of which each refresh token is good for one use. */
export interface Sessions {
  begin(trx: FleetTransaction, user: UserRow, address: string): Promise<TokenPair>;
  /** REFRESH_REFUSED; REFRESH_REUSED when the token was used before: then the session is over. */
  refresh(refreshToken: string, from: { address: string; requestId: string }): Promise<Result<TokenPair>>;
  /** Ends one session at once. */
  end(trx: FleetTransaction, sessionId: string): Promise<void>;
  /** Ends all sessions of an account but `exceptId`. */
  endAllOf(trx: FleetTransaction, userId: string, exceptId: string | null): Promise<void>;
  /** Drops what has expired. */
  sweep(): Promise<void>;
}

export const refreshTokenMs = 7 * 24 * 3_600_000;

export function createSessions(deps: {
  store: FleetStore;
  directory: Directory;
  tokens: AccessTokens;
  audit: Audit;
  now?: () => number;
}): Sessions {
  const { store, directory, tokens, audit, now = Date.now } = deps;

  async function newPair(trx: FleetTransaction, user: UserRow, sessionId: string): Promise<TokenPair> {
    const refreshToken = newSecret();
    const at = now();
    await trx
      .insertInto('refresh_tokens')
      .values({
        token_hash: secretHash(refreshToken),
        session_id: sessionId,
        created_at: at,
        expires_at: at + refreshTokenMs,
        used_at: null,
      })
      .execute();
    const accessToken = await tokens.issue(user, sessionId);
    return { accessToken, refreshToken, expiresIn: accessTokenMs / 1_000 };
  }

  async function endWhere(trx: FleetTransaction, ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      await trx.updateTable('sessions').set({ ended_at: now() }).where('id', '=', id).execute();
      directory.forgetSession(id);
    }
  }

  const rotate = createRotation({ audit, directory, newPair, endWhere, now });
  return {
    async begin(trx, user, address) {
      const at = now();
      const id = uuidV7(at);
      await trx
        .insertInto('sessions')
        .values({
          id,
          tenant_id: user.tenant_id,
          user_id: user.id,
          address,
          created_at: at,
          expires_at: at + refreshTokenMs,
          ended_at: null,
        })
        .execute();
      return newPair(trx, user, id);
    },
    refresh: (refreshToken, from) => store.write((trx) => rotate(trx, refreshToken, from)),
    end: (trx, sessionId) => endWhere(trx, [sessionId]),
    async endAllOf(trx, userId, exceptId) {
      const open = await trx
        .selectFrom('sessions')
        .select('id')
        .where('user_id', '=', userId)
        .where('ended_at', 'is', null)
        .execute();
      await endWhere(
        trx,
        open.flatMap(({ id }) => (id === exceptId ? [] : id)),
      );
    },
    sweep: () =>
      store.write(async (trx) => {
        const over = trx.selectFrom('sessions').select('id').where('expires_at', '<=', now());
        await trx.deleteFrom('refresh_tokens').where('session_id', 'in', over).execute();
        await trx.deleteFrom('sessions').where('expires_at', '<=', now()).execute();
        await trx.deleteFrom('password_resets').where('expires_at', '<=', now()).execute();
      }),
  };
}
