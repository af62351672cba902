import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { actorOf, system } from '../audit/audit-event.ts';
import type { AuthDeps } from './auth-deps.ts';
import { newSecret, secretHash } from './secrets.ts';
import type { Origin } from './sign-in.ts';
import { findByLogin } from './user-store.ts';

const linkMs = 3_600_000;

/**
 * Makes a one-time link for the account with this address and mails it; without a mail server, or when it fails, the link goes into the
 * audit log for an administrator to hand over (contract §2 "auth"). Nothing happens for an address that nobody has.
 */
export async function sendReset(deps: AuthDeps, email: string, from: Origin): Promise<void> {
  const { store, audit, mailer, publicUrl, now } = deps;
  const user = await findByLogin(store.read, email);
  if (user === null || user.is_active === 0) return;
  const token = newSecret();
  const at = now();
  await store.write(async (trx) => {
    const row = {
      token_hash: secretHash(token),
      user_id: user.id,
      created_at: at,
      expires_at: at + linkMs,
      used_at: null,
    };
    await trx.insertInto('password_resets').values(row).execute();
  });
  const link = `${publicUrl()}/reset-password?token=${token}`;
  const sent = await mailer?.send({
    to: user.email,
    subject: 'A new password for the fleet backend',
    text: [
      `Somebody asked for a new password for the account ${user.username}.`,
      `Open this link within one hour, or enter the code ${token} in the workbench:`,
      link,
      'If it was not you, leave it: nothing changes.',
    ].join('\n\n'),
  });
  await audit.note({
    tenantId: user.tenant_id,
    type: 'user.password_reset_requested',
    target: { type: 'user', id: user.id },
    actor: actorOf(null, from.address),
    severity: 'warning',
    correlationId: from.requestId,
    data: sent?.ok
      ? { mailed: true }
      : { mailed: false, why: sent?.failure.message ?? 'no mail server is set', link },
  });
}

/** Uses a link: the new password is set and all sessions end. RESET_INVALID. */
export async function redeemReset(
  { store, audit, passwords, sessions, directory, now }: AuthDeps,
  { token, password }: { token: string; password: string },
  from: Origin,
): Promise<Result<null>> {
  const hash = secretHash(token);
  const found = await store.read
    .selectFrom('password_resets')
    .select('user_id')
    .where('token_hash', '=', hash)
    .executeTakeFirst();
  if (found === undefined) return fail(failure('RESET_INVALID'));
  const passwordHash = await passwords.hash(password);
  return store.write(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('password_resets')
      .set({ used_at: now() })
      .where('token_hash', '=', hash)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now())
      .executeTakeFirst();
    if (Number(numUpdatedRows) === 0) return fail(failure('RESET_INVALID'));
    const user = await trx
      .updateTable('users')
      .set({ password_hash: passwordHash, must_change_password: 0 })
      .where('id', '=', found.user_id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await sessions.endAllOf(trx, user.id, null);
    directory.forgetUser(user.id);
    await audit.record(trx, {
      tenantId: user.tenant_id,
      type: 'user.password_reset',
      target: { type: 'user', id: user.id },
      actor: { ...system, address: from.address },
      severity: 'warning',
      correlationId: from.requestId,
      data: { username: user.username },
    });
    return ok(null);
  });
}
