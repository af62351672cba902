import type { Passwords } from '#platform/passwords/passwords.ts';
import type { LockOut } from '#platform/rate-limits/lock-out.ts';
import { failure } from '#shared/errors/failure.ts';
import { sessionCookie } from '#shared/gateway-api/answers.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Handlers } from '../http/call.ts';
import type { Sessions } from './session.ts';

interface SessionCallsOptions {
  accounts: Accounts;
  passwords: Passwords;
  sessions: Sessions;
  lockOut: LockOut;
  /** Resolves when the first account exists. */
  firstAccount: Promise<void>;
  /** Over TLS the cookie is `Secure`. */
  secure: boolean;
}

/** Login, logout and the session itself, exactly as contract §1 has them. */
export function sessionCalls(options: SessionCallsOptions): Pick<Handlers, 'login' | 'logout' | 'session'> {
  const { accounts, passwords, sessions, lockOut, secure } = options;
  const cookie = (sessionId: string) =>
    `${sessionCookie}=${sessionId}; HttpOnly; SameSite=Strict; Path=/${secure ? '; Secure' : ''}`;
  return {
    async login({ body, address }) {
      const key = `${address} ${body.username}`;
      const lockedMs = lockOut.lockedForMs(key);
      if (lockedMs > 0) {
        const seconds = Math.ceil(lockedMs / 1000);
        return {
          failure: failure('LOGIN_LOCKED', { seconds }),
          headers: { 'retry-after': String(seconds) },
        };
      }
      lockOut.begin(key);
      await options.firstAccount;
      const account = accounts.byName(body.username);
      const right = await passwords.verify(body.password, account?.passwordHash ?? null);
      if (account === null || !right) {
        lockOut.failed(key);
        return { failure: failure('LOGIN_INVALID') };
      }
      lockOut.succeeded(key);
      const { sessionId } = sessions.create(account.username);
      return { status: 200, body: { sessionId }, headers: { 'set-cookie': cookie(sessionId) } };
    },
    logout({ session }) {
      sessions.end(session.sessionId);
      return { status: 200, body: { err: null }, headers: { 'set-cookie': `${cookie('')}; Max-Age=0` } };
    },
    session: ({ session }) => ({
      status: 200,
      body: {
        sessionId: session.sessionId,
        username: session.username,
        administrator: session.administrator,
        createdAt: new Date(session.createdAt).toISOString(),
        expiresAt: new Date(session.expiresAt).toISOString(),
      },
    }),
  };
}
