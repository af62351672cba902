import { sql } from 'kysely';
import { expect, test } from 'vitest';
import {
  countColumn,
  flagColumn,
  idColumn,
  jsonColumn,
  keyColumn,
  realColumn,
  timeColumn,
} from '../../../../electron/platform/store/columns.ts';
import type { SchemaTables, StoreMigration } from '../../../../electron/platform/store/migrate.ts';
import { openStore } from '../../../../electron/platform/store/open-store.ts';
import type { Place } from '../../../../electron/platform/store/store.ts';
import { describeOnEachDatabase } from '../../../fakes/each-database.ts';
import { testEveryOlderSchema } from '../../../fakes/every-older-schema.ts';
import { openedStore, silentLog } from '../../../fakes/store-bench.ts';

const first: StoreMigration = {
  name: 'first',
  async up(schema) {
    await schema.schema.createTable('place').$call(keyColumn('id')).$call(timeColumn('made_at')).execute();
    await schema.schema
      .createTable('box')
      .$call(keyColumn('id'))
      .$call(idColumn('place_id'))
      .$call(flagColumn('open'))
      .addForeignKeyConstraint('box_place', ['place_id'], 'place', ['id'])
      .execute();
  },
};

const second: StoreMigration = {
  name: 'second',
  async up(schema) {
    await schema.schema.alterTable('box').addColumn('weight', 'double precision').execute();
    await schema.updateTable('box').set({ weight: 1.5 }).execute();
    await schema.schema
      .createTable('label')
      .$call(keyColumn('id'))
      .$call(jsonColumn('document'))
      .$call(countColumn('used', { optional: true }))
      .$call(realColumn('width'))
      .execute();
  },
};

/** Fails after it has changed something. */
const broken: StoreMigration = {
  name: 'broken',
  async up(schema) {
    await schema.schema.createTable('half').$call(keyColumn('id')).execute();
    await sql`INSERT INTO nowhere VALUES (1)`.execute(schema);
  },
};

const attempt = (place: Place, migrations: readonly StoreMigration[]) =>
  openStore<SchemaTables>(place, migrations, silentLog);

testEveryOlderSchema('two steps', [first, second]);

describeOnEachDatabase('migrations', (newPlace) => {
  const namesOfTables = async (place: Place, migrations: readonly StoreMigration[]) => {
    const store = await openedStore<SchemaTables>(place, migrations);
    const names = (await store.read.introspection.getTables()).map(({ name }) => name);
    await store.close();
    return names;
  };

  test('each step runs once and is written down, with what it did to the rows', async () => {
    const place = await newPlace();
    const before = await openedStore<SchemaTables>(place, [first]);
    await before.write(async (trx) => {
      await trx.insertInto('place').values({ id: 'p', made_at: 1 }).execute();
      await trx.insertInto('box').values({ id: 'b', place_id: 'p', open: 1 }).execute();
    });
    await before.close();
    await (await openedStore(place, [first, second])).close();
    const after = await openedStore<SchemaTables>(place, [first, second]);
    expect(await after.read.selectFrom('box').selectAll().execute()).toEqual([
      { id: 'b', place_id: 'p', open: 1, weight: 1.5 },
    ]);
    const steps = await after.read.selectFrom('schema_migrations').selectAll().orderBy('number').execute();
    expect(steps).toMatchObject([
      { number: 1, name: 'first' },
      { number: 2, name: 'second' },
    ]);
    expect(Number(steps[1]?.applied_at)).toBeGreaterThan(1_700_000_000_000);
  });

  test('a step that fails leaves the schema before it whole', async () => {
    const place = await newPlace();
    await expect(attempt(place, [first, broken])).rejects.toThrow(/nowhere/);
    expect(await namesOfTables(place, [first])).toEqual(['box', 'place', 'schema_migrations']);
  });

  test('a database of newer code is refused in words and stays as it is', async () => {
    const place = await newPlace();
    const whole = await namesOfTables(place, [first, second]);
    const refused = await attempt(place, [first]);
    expect(refused).toMatchObject({
      failure: { code: 'FLEET_DATABASE_NEWER', context: { found: 2, known: 1 } },
    });
    expect(await namesOfTables(place, [first, second])).toEqual(whole);
  });

  test('a database that took other steps is refused', async () => {
    const place = await newPlace();
    await namesOfTables(
      place,
      [second, first].map((step, index) => ({
        ...first,
        name: `${step.name}${index}`,
        up: index === 0 ? first.up : second.up,
      })),
    );
    const refused = await attempt(place, [first, second]);
    expect(refused).toMatchObject({
      failure: { code: 'FLEET_DATABASE_FOREIGN', context: { step: 1, found: 'second0', expected: 'first' } },
    });
  });

  test('references between tables are kept', async () => {
    const store = await openedStore<SchemaTables>(await newPlace(), [first]);
    const lost = store.write((trx) =>
      trx.insertInto('box').values({ id: 'b', place_id: 'nowhere', open: 0 }).execute(),
    );
    await expect(lost).rejects.toThrow(/foreign key/i);
  });
});
