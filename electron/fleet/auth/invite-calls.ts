import { uuidV7 } from '#platform/ids/uuid-v7.ts';
import { failure } from '#shared/errors/failure.ts';
import type { authApi } from '#shared/fleet-api/auth-api.ts';
import { isAtLeast } from '#shared/fleet-api/roles.ts';
import { loggedBy } from '../audit/logged-by.ts';
import type { InviteRow } from '../database/tables/accounts.ts';
import type { FleetStore } from '../database/tables.ts';
import type { FleetCall, FleetHandlers, FleetReply } from '../http/call.ts';
import type { AuthDeps } from './auth-deps.ts';
import { newSecret, secretHash } from './secrets.ts';
import { showInvite } from './show.ts';
import { takenBy } from './user-store.ts';

const dayMs = 24 * 3_600_000;

/** Invites: an address, a role and a token that makes one account. */
export function inviteCalls(
  deps: AuthDeps,
): Pick<FleetHandlers, 'createInvite' | 'listInvites' | 'resendInvite' | 'deleteInvite'> {
  const { store, audit, now } = deps;

  return {
    createInvite: (call) => createInvite(deps, call),
    async listInvites({ who }) {
      const rows = await store.read
        .selectFrom('invites')
        .selectAll()
        .where('tenant_id', '=', who.tenantId)
        .orderBy('created_at', 'desc')
        .execute();
      return { status: 200, body: { invites: rows.map(showInvite) } };
    },
    async resendInvite(call) {
      const { who, params } = call;
      const row = await find(store, who.tenantId, params.id);
      if (row === undefined || row.accepted_at !== null) return { failure: failure('INVITE_NOT_FOUND') };
      const token = newSecret();
      const at = now();
      const again = {
        ...row,
        token_hash: secretHash(token),
        expires_at: at + (row.expires_at - row.created_at),
        created_at: at,
      };
      await store.write(async (trx) => {
        const { token_hash, expires_at, created_at } = again;
        await trx
          .updateTable('invites')
          .set({ token_hash, expires_at, created_at })
          .where('id', '=', row.id)
          .execute();
        await audit.record(trx, {
          tenantId: who.tenantId,
          type: 'invite.sent_again',
          target: { type: 'invite', id: row.id },
          ...loggedBy(call),
          data: { email: row.email },
        });
      });
      return { status: 200, body: { invite: showInvite(again), token: await deliver(deps, again, token) } };
    },
    async deleteInvite(call) {
      const { who, params } = call;
      if ((await find(store, who.tenantId, params.id)) === undefined) {
        return { failure: failure('INVITE_NOT_FOUND') };
      }
      await store.write(async (trx) => {
        await trx.deleteFrom('invites').where('id', '=', params.id).execute();
        await audit.record(trx, {
          tenantId: who.tenantId,
          type: 'invite.withdrawn',
          target: { type: 'invite', id: params.id },
          ...loggedBy(call),
        });
      });
      return { status: 200, body: { message: 'The invite is withdrawn' } };
    },
  };
}

async function createInvite(
  deps: AuthDeps,
  call: FleetCall<typeof authApi.createInvite>,
): Promise<FleetReply<typeof authApi.createInvite>> {
  const { store, audit, now } = deps;
  const { who, body } = call;
  if (!isAtLeast(who.role, body.role)) {
    return { failure: failure('ROLE_ABOVE_OWN', { role: body.role, held: who.role }) };
  }
  if ((await takenBy(store.read, { email: body.email })) !== null) {
    return { failure: failure('ACCOUNT_TAKEN', { what: 'e-mail address' }) };
  }
  const token = newSecret();
  const at = now();
  const row: InviteRow = {
    id: uuidV7(at),
    tenant_id: who.tenantId,
    email: body.email,
    role: body.role,
    token_hash: secretHash(token),
    invited_by: who.userId,
    created_at: at,
    expires_at: at + body.expiresInDays * dayMs,
    accepted_at: null,
  };
  await store.write(async (trx) => {
    await trx.insertInto('invites').values(row).execute();
    await audit.record(trx, {
      tenantId: who.tenantId,
      type: 'invite.created',
      target: { type: 'invite', id: row.id },
      ...loggedBy(call),
      data: { email: row.email, role: row.role },
    });
  });
  return { status: 201, body: { invite: showInvite(row), token: await deliver(deps, row, token) } };
}

/** The token as the answer has it: null when it went by mail. */
async function deliver(
  { mailer, publicUrl }: AuthDeps,
  { email, expires_at }: InviteRow,
  token: string,
): Promise<string | null> {
  const sent = await mailer?.send({
    to: email,
    subject: 'An invite to the fleet backend',
    text: [
      `You were invited to the fleet backend at ${publicUrl()}.`,
      `Make your account there with this invite: ${token}`,
      `It is good until ${new Date(expires_at).toUTCString()}.`,
    ].join('\n\n'),
  });
  return sent?.ok ? null : token;
}

const find = (store: FleetStore, tenantId: string, id: string) =>
  store.read
    .selectFrom('invites')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
