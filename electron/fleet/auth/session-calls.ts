import { failure } from '#shared/errors/failure.ts';
import { permissionsOf } from '#shared/fleet-api/roles.ts';
import { loggedBy } from '../audit/logged-by.ts';
import type { UserRow } from '../database/tables/accounts.ts';
import type { FleetHandlers } from '../http/call.ts';
import type { AuthDeps } from './auth-deps.ts';
import { redeemReset, sendReset } from './password-reset.ts';
import { register } from './registration.ts';
import type { TokenPair } from './sessions.ts';
import { showAccount } from './show.ts';

type Calls =
  | 'register'
  | 'login'
  | 'refresh'
  | 'logout'
  | 'requestPasswordReset'
  | 'resetPassword'
  | 'me'
  | 'changePassword'
  | 'myPermissions';

/** Sign-in and what a person does with the own account. */
export function sessionCalls(deps: AuthDeps): Pick<FleetHandlers, Calls> {
  const { store, audit, passwords, directory, sessions, signIn } = deps;
  const welcome = (message: string, { user, pair }: { user: UserRow; pair: TokenPair }) => ({
    message,
    data: { ...pair, mustChangePassword: user.must_change_password === 1, user: showAccount(user) },
  });
  return {
    async register({ body, address, requestId }) {
      const made = await register(deps, body, { address, requestId });
      return made.ok ? { status: 201, body: welcome('Account made', made.value) } : made;
    },
    async login({ body, address, requestId }) {
      const signedIn = await signIn.withPassword(body, { address, requestId });
      return signedIn.ok ? { status: 200, body: welcome('Signed in', signedIn.value) } : signedIn;
    },
    async refresh({ body, address, requestId }) {
      const pair = await sessions.refresh(body.refreshToken, { address, requestId });
      return pair.ok ? { status: 200, body: { message: 'Token renewed', data: pair.value } } : pair;
    },
    async logout(call) {
      const { who, body } = call;
      const { sessionId } = who;
      // A key has no session; whoever signs out with one is signed out already.
      if (sessionId !== null) {
        await store.write(async (trx) => {
          if (body.everywhere) await sessions.endAllOf(trx, who.userId, null);
          else await sessions.end(trx, sessionId);
          await audit.record(trx, {
            tenantId: who.tenantId,
            type: 'user.signed_out',
            target: { type: 'user', id: who.userId },
            ...loggedBy(call),
            data: { everywhere: body.everywhere },
          });
        });
      }
      return { status: 200, body: { message: 'Signed out' } };
    },
    requestPasswordReset({ body, address, requestId }) {
      // After the answer, so that its time tells nothing either.
      deps.inBackground(sendReset(deps, body.email, { address, requestId }));
      const message = 'If there is an account with this address, a link is on its way';
      return { status: 202, body: { message } };
    },
    async resetPassword({ body, address, requestId }) {
      const used = await redeemReset(deps, body, { address, requestId });
      return used.ok ? { status: 200, body: { message: 'The password is set; sign in with it' } } : used;
    },
    async me({ who }) {
      const row = await directory.user(who.userId);
      if (row === null) return { failure: failure('TOKEN_INVALID') };
      const account = showAccount(row);
      const user = who.apiKeyId === null ? account : { ...account, username: who.name, role: who.role };
      return { status: 200, body: { user, permissions: permissionsOf(who.role) } };
    },
    myPermissions: ({ who }) => ({
      status: 200,
      body: { role: who.role, permissions: permissionsOf(who.role) },
    }),
    async changePassword(call) {
      const { who, body, address, requestId } = call;
      if (who.sessionId === null) return { failure: failure('NOT_FOR_API_KEYS') };
      const user = await directory.user(who.userId);
      if (user === null) return { failure: failure('TOKEN_INVALID') };
      const checked = await signIn.check(user, body.currentPassword, { address, requestId });
      if (!checked.ok) return checked;
      const password_hash = await passwords.hash(body.newPassword);
      await store.write(async (trx) => {
        await trx
          .updateTable('users')
          .set({ password_hash, must_change_password: 0 })
          .where('id', '=', who.userId)
          .execute();
        await sessions.endAllOf(trx, who.userId, who.sessionId);
        directory.forgetUser(who.userId);
        await audit.record(trx, {
          tenantId: who.tenantId,
          type: 'user.password_changed',
          target: { type: 'user', id: who.userId },
          ...loggedBy(call),
        });
      });
      return { status: 200, body: { message: 'The password is changed' } };
    },
  };
}
