import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { UserRow } from '../database/tables/accounts.ts';

/** What an access token says; who it is today is looked up at every request. */
export interface TokenClaims {
  userId: string;
  sessionId: string;
  /** UTC epoch milliseconds. */
  expiresAt: number;
}

export interface AccessTokens {
  issue(user: UserRow, sessionId: string): Promise<string>;
  /** TOKEN_INVALID, TOKEN_EXPIRED. */
  verify(token: string): Promise<Result<TokenClaims>>;
}

/** As existing clients know them (wire §1.0, "Auth kinds"). */
const issuer = 'iotistic-api';
const audience = 'iotistic-dashboard';
const algorithm = 'HS256';

export const accessTokenMs = 15 * 60_000;
const rememberedTokens = 10_000;

const claimsSchema = z.object({
  userId: z.string(),
  sid: z.string(),
  type: z.literal('access'),
  exp: z.number(),
});

/** `key`: 32 bytes that this backend alone knows. A token is checked once and remembered until it expires. */
export function createAccessTokens(key: Uint8Array, now: () => number = Date.now): AccessTokens {
  const known = new Map<string, TokenClaims>();
  const remember = (token: string, claims: TokenClaims) => {
    const oldest = known.keys().next();
    if (known.size >= rememberedTokens && !oldest.done) known.delete(oldest.value);
    known.set(token, claims);
  };
  return {
    issue: ({ id, username, email, role }, sessionId) =>
      new SignJWT({ userId: id, username, email, role, type: 'access', sid: sessionId })
        .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(Math.floor(now() / 1_000))
        .setExpirationTime(Math.floor((now() + accessTokenMs) / 1_000))
        .sign(key),
    async verify(token) {
      const before = known.get(token);
      if (before !== undefined) {
        if (before.expiresAt > now()) return ok(before);
        known.delete(token);
        return fail(failure('TOKEN_EXPIRED'));
      }
      try {
        const options = { issuer, audience, algorithms: [algorithm], currentDate: new Date(now()) };
        const parsed = claimsSchema.safeParse((await jwtVerify(token, key, options)).payload);
        if (!parsed.success) return fail(failure('TOKEN_INVALID'));
        const { userId, sid, exp } = parsed.data;
        const claims = { userId, sessionId: sid, expiresAt: exp * 1_000 };
        remember(token, claims);
        return ok(claims);
      } catch (error) {
        return fail(failure(error instanceof errors.JWTExpired ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID'));
      }
    },
  };
}
