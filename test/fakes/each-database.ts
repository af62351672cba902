import { join } from 'node:path';
import { describe } from 'vitest';
import type { Dialect, Place } from '../../electron/platform/store/store.ts';
import { newPostgresDatabase } from './postgres-peer.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Gives an empty database of the running test alone. */
export type NewPlace = () => Promise<Place>;

const onSqlite: NewPlace = async () => ({
  kind: 'sqlite',
  path: join(await temporaryFolder(), 'fleet.sqlite'),
});

const onPostgres: NewPlace = async () => ({ kind: 'postgres', url: await newPostgresDatabase() });

/** The same tests on SQLite and on PostgreSQL: what only one of them understands is found. */
export function describeOnEachDatabase(
  name: string,
  tests: (newPlace: NewPlace, dialect: Dialect) => void,
): void {
  describe(`${name}, on SQLite`, () => tests(onSqlite, 'sqlite'));
  describe(`${name}, on PostgreSQL`, () => tests(onPostgres, 'postgres'));
}
