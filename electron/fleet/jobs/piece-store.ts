import { uuidV7 } from '#platform/ids/uuid-v7.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { loggedBy } from '../audit/logged-by.ts';
import type { JobPieceRow } from '../database/tables/jobs.ts';
import type { UserPrincipal } from '../http/principal.ts';
import type { JobsDeps } from './jobs-deps.ts';

type Kind = JobPieceRow['kind'];
type Fields = Pick<JobPieceRow, 'name' | 'description' | 'category' | 'content'>;

interface Caller {
  who: UserPrincipal;
  address: string;
  requestId: string;
}

const missing = { template: 'JOB_TEMPLATE_NOT_FOUND', handler: 'JOB_HANDLER_NOT_FOUND' } as const;

/** Templates or handlers of a tenant: the same rows, the same rules. */
export function createPieces({ store, audit, now }: JobsDeps, kind: Kind) {
  const all = (tenantId: string) =>
    store.read
      .selectFrom('job_pieces')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('kind', '=', kind);

  /** Writes one, unless another has the name; `change` makes the row of the one there is. */
  const write = (
    call: Caller,
    id: string | null,
    change: (before: JobPieceRow | null) => JobPieceRow,
  ): Promise<Result<JobPieceRow>> =>
    store.write(async (trx) => {
      const { tenantId } = call.who;
      const own = trx
        .selectFrom('job_pieces')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('kind', '=', kind);
      const before = id === null ? null : ((await own.where('id', '=', id).executeTakeFirst()) ?? null);
      if (id !== null && before === null) return fail(failure(missing[kind]));
      const row = change(before);
      const twin = await own.where('name', '=', row.name).where('id', '!=', row.id).executeTakeFirst();
      if (twin !== undefined) return fail(failure('JOB_NAME_TAKEN', { name: row.name }));
      if (before === null) await trx.insertInto('job_pieces').values(row).execute();
      else await trx.updateTable('job_pieces').set(row).where('id', '=', row.id).execute();
      await audit.record(trx, {
        tenantId,
        type: `job_${kind}.${before === null ? 'created' : 'updated'}`,
        target: { type: `job_${kind}`, id: row.id },
        ...loggedBy(call),
        data: { name: row.name },
      });
      return ok(row);
    });

  return {
    list: (tenantId: string): Promise<JobPieceRow[]> => all(tenantId).orderBy('name').execute(),
    async find(tenantId: string, id: string): Promise<Result<JobPieceRow>> {
      const row = await all(tenantId).where('id', '=', id).executeTakeFirst();
      return row === undefined ? fail(failure(missing[kind])) : ok(row);
    },
    create: (call: Caller, fields: Fields) =>
      write(call, null, () => {
        const at = now();
        const { tenantId } = call.who;
        return { id: uuidV7(at), tenant_id: tenantId, kind, ...fields, created_at: at, updated_at: at };
      }),
    update: (call: Caller, id: string, fields: Fields) =>
      write(call, id, (before) => {
        if (before === null) throw new Error('what is updated was found');
        return { ...before, ...fields, updated_at: now() };
      }),
    remove: (call: Caller, id: string): Promise<Result<null>> =>
      store.write(async (trx) => {
        const { tenantId } = call.who;
        const { numDeletedRows } = await trx
          .deleteFrom('job_pieces')
          .where('tenant_id', '=', tenantId)
          .where('kind', '=', kind)
          .where('id', '=', id)
          .executeTakeFirst();
        if (Number(numDeletedRows) === 0) return fail(failure(missing[kind]));
        await audit.record(trx, {
          tenantId,
          type: `job_${kind}.deleted`,
          target: { type: `job_${kind}`, id },
          ...loggedBy(call),
        });
        return ok(null);
      }),
  };
}
