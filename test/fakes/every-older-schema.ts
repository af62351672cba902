import type { TableMetadata } from 'kysely';
import { expect, test } from 'vitest';
import type { SchemaTables, StoreMigration } from '../../electron/platform/store/migrate.ts';
import { openStore } from '../../electron/platform/store/open-store.ts';
import type { Place, Store } from '../../electron/platform/store/store.ts';
import { describeOnEachDatabase } from './each-database.ts';
import { openedStore, silentLog } from './store-bench.ts';

/** Rows for tables that take no made-up one, such as a document that a later step reads. */
type Samples = Readonly<Record<string, Record<string, unknown>>>;

interface TableRow {
  table: string;
  row: Record<string, unknown>;
}

/**
 * For every n: a database that took the first n of `migrations`, with a row in each of its tables, is opened by the newest
 * code. It then has the schema of a new database, and the rows.
 */
export function testEveryOlderSchema(
  name: string,
  migrations: readonly StoreMigration[],
  samples: Samples = {},
): void {
  describeOnEachDatabase(`every older schema of ${name}`, (newPlace) => {
    let fresh: Awaited<ReturnType<typeof describeSchema>> | null = null;
    test.each(migrations.map((_, number) => number + 1))('from step %i', async (number) => {
      const place = await newPlace();
      const filled = await fill(place, migrations.slice(0, number), samples);
      const newest = await openedStore<SchemaTables>(place, migrations);
      fresh ??= await describeSchema(await openedStore<SchemaTables>(await newPlace(), migrations));
      const left = await describeSchema(newest);
      expect(left).toEqual(fresh);
      for (const table of filled.filter((one) => left.some(({ table: kept }) => kept === one))) {
        const rows = await newest.read.selectFrom(table).selectAll().execute();
        expect(rows, `rows of ${table}`).toHaveLength(1);
      }
    });
  });
}

/** Makes the older database and gives the names of the tables that got a row. */
async function fill(
  place: Place,
  migrations: readonly StoreMigration[],
  samples: Samples,
): Promise<string[]> {
  const opened = await openStore<SchemaTables>(place, migrations, silentLog);
  if (!opened.ok) throw new Error(opened.failure.message);
  const store = opened.value;
  const tables = await ownTables(store);
  await insertAll(
    store,
    tables.map((table) => ({ table: table.name, row: samples[table.name] ?? madeUpRow(table) })),
  );
  await store.close();
  return tables.map(({ name }) => name);
}

/** A row that refers to another one finds it there in one of the next rounds. */
async function insertAll(store: Store<SchemaTables>, rows: readonly TableRow[]): Promise<void> {
  const refused: TableRow[] = [];
  let reason: unknown = null;
  for (const one of rows) {
    try {
      await store.write((trx) => trx.insertInto(one.table).values(one.row).execute());
    } catch (error) {
      refused.push(one);
      reason = error;
    }
  }
  if (refused.length === 0) return;
  if (refused.length === rows.length) throw reason;
  await insertAll(store, refused);
}

/** The same text and number everywhere, so that references between tables hold. */
const madeUpRow = ({ columns }: TableMetadata): Record<string, unknown> =>
  Object.fromEntries(columns.map(({ name, dataType }) => [name, /text|char/i.test(dataType) ? 'x' : 1]));

async function ownTables(store: Store<SchemaTables>): Promise<TableMetadata[]> {
  const tables = await store.read.introspection.getTables();
  return tables.filter(({ name }) => name !== 'schema_migrations');
}

/** Tables with their columns in the order of their names: a step adds at the end, a new table may have it elsewhere. */
async function describeSchema(store: Store<SchemaTables>): Promise<{ table: string; columns: string[] }[]> {
  const tables = await ownTables(store);
  return tables.map(({ name, columns }) => ({
    table: name,
    columns: columns
      .map((column) => `${column.name} ${column.dataType}${column.isNullable ? ' null' : ''}`)
      .sort(),
  }));
}
