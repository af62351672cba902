import type { Kysely, Transaction } from 'kysely';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { countColumn, textColumn, timeColumn } from './columns.ts';

/** Tables as a migration sees them: it may not lean on row types, which only tell the newest schema. */
export type SchemaTables = Record<string, Record<string, unknown>>;

/**
 * One step of the schema, forward only; its number is its place in the list, from 1. Written in what SQLite and PostgreSQL
 * share, with the columns of `columns.ts`. A step that was shipped is never changed.
 */
export interface StoreMigration {
  /** Kept in the database, so that a list in another order is noticed. */
  name: string;
  up(schema: Kysely<SchemaTables>): Promise<void>;
}

const table = 'schema_migrations';

/**
 * Brings `db` forward to the newest of `migrations`, each in a transaction of its own. Fails with FLEET_DATABASE_NEWER or
 * FLEET_DATABASE_FOREIGN, having changed nothing; throws what a step throws, which leaves the schema before it whole.
 */
export async function migrate(
  db: Kysely<SchemaTables>,
  migrations: readonly StoreMigration[],
  database: string,
): Promise<Result<null>> {
  const done = await stepsDone(db);
  if (done.length > migrations.length) {
    return fail(failure('FLEET_DATABASE_NEWER', { database, found: done.length, known: migrations.length }));
  }
  for (const [index, found] of done.entries()) {
    const expected = migrations[index]?.name;
    if (found === expected) continue;
    return fail(
      failure('FLEET_DATABASE_FOREIGN', { database, step: index + 1, found, expected: expected ?? '' }),
    );
  }
  for (const [index, step] of migrations.entries()) {
    if (index < done.length) continue;
    await db.transaction().execute((trx) => take(trx, step, index + 1));
  }
  return ok(null);
}

async function take(trx: Transaction<SchemaTables>, step: StoreMigration, number: number): Promise<void> {
  await step.up(trx);
  await trx.insertInto(table).values({ number, name: step.name, applied_at: Date.now() }).execute();
}

/** Names of the steps that the database has taken, in order. */
async function stepsDone(db: Kysely<SchemaTables>): Promise<string[]> {
  await db.schema
    .createTable(table)
    .ifNotExists()
    .$call(countColumn('number'))
    .$call(textColumn('name'))
    .$call(timeColumn('applied_at'))
    .addPrimaryKeyConstraint(`${table}_key`, ['number'])
    .execute();
  const rows = await db.selectFrom(table).select('name').orderBy('number').execute();
  return rows.map(({ name }) => String(name));
}
