import type { ColumnDataType, CreateTableBuilder } from 'kysely';

/**
 * Columns of the fleet's tables, so that each kind of value has one type on both databases. They are added with `$call`:
 * `schema.createTable('agent').$call(idColumn('uuid')).$call(timeColumn('created_at'))`.
 */
type AddColumn = <Name extends string>(
  table: CreateTableBuilder<Name, string>,
) => CreateTableBuilder<Name, string>;

interface Options {
  /** May be absent: NULL. */
  optional?: boolean;
}

const column =
  (name: string, type: ColumnDataType, options: Options = {}): AddColumn =>
  (table) =>
    table.addColumn(name, type, (built) => (options.optional === true ? built : built.notNull()));

/** The key of the table: a UUIDv7 or another text that never changes. */
export const keyColumn =
  (name: string): AddColumn =>
  (table) =>
    table.addColumn(name, 'text', (built) => built.notNull().primaryKey());

/** The id of something else. */
export const idColumn = (name: string, options?: Options): AddColumn => column(name, 'text', options);

export const textColumn = (name: string, options?: Options): AddColumn => column(name, 'text', options);

/** UTC epoch milliseconds. */
export const timeColumn = (name: string, options?: Options): AddColumn => column(name, 'bigint', options);

/** A whole number up to 2^53. */
export const countColumn = (name: string, options?: Options): AddColumn => column(name, 'bigint', options);

/** A number with a fraction. */
export const realColumn = (name: string, options?: Options): AddColumn =>
  column(name, 'double precision', options);

/** Yes and no as 1 and 0. */
export const flagColumn = (name: string, options?: Options): AddColumn => column(name, 'integer', options);

/** A document as JSON text; both databases only keep it, neither looks into it. */
export const jsonColumn = (name: string, options?: Options): AddColumn => column(name, 'text', options);
