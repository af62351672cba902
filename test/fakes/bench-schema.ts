import { countColumn, keyColumn, textColumn } from '../../electron/platform/store/columns.ts';
import type { StoreMigration } from '../../electron/platform/store/migrate.ts';

export interface BenchTables {
  box: { id: string; name: string; size: number };
}

/** One table, so that a store can be tried out without the fleet's. */
export const benchMigrations: readonly StoreMigration[] = [
  {
    name: 'boxes',
    async up(schema) {
      await schema.schema
        .createTable('box')
        .$call(keyColumn('id'))
        .$call(textColumn('name'))
        .$call(countColumn('size'))
        .execute();
    },
  },
];
