import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { databaseVersion, openDatabase } from '../../../../electron/platform/database/database.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const first = (sql: { exec(text: string): void }) => sql.exec('CREATE TABLE a (x INTEGER)');
const second = (sql: { exec(text: string): void }) => sql.exec('ALTER TABLE a ADD COLUMN y INTEGER');
const broken = (sql: { exec(text: string): void }) => sql.exec('CREATE TABLE b (x); CREATE TABLE a (x);');

test('runs each migration once and keeps the data', async () => {
  const path = join(await temporaryFolder(), 'x.sqlite');
  const before = openDatabase(path, [first]);
  before.sql.exec('INSERT INTO a VALUES (1)');
  before.close();
  const after = openDatabase(path, [first, second]);
  onTestFinished(() => after.close());
  expect(after.sql.prepare('SELECT * FROM a').all()).toEqual([{ x: 1, y: null }]);
  expect(databaseVersion(path)).toBe(2);
});

test('a migration that fails leaves the version before it whole', async () => {
  const path = join(await temporaryFolder(), 'x.sqlite');
  openDatabase(path, [first]).close();
  expect(() => openDatabase(path, [first, broken])).toThrow('already exists');
  const again = openDatabase(path, [first]);
  onTestFinished(() => again.close());
  expect(again.sql.prepare("SELECT name FROM sqlite_master WHERE name = 'b'").get()).toBeUndefined();
});

test('a database of newer code is refused untouched', async () => {
  const path = join(await temporaryFolder(), 'x.sqlite');
  openDatabase(path, [first, second]).close();
  expect(() => openDatabase(path, [first])).toThrow('schema 2');
  expect(databaseVersion(path)).toBe(2);
});

test('a reader sees one moment whatever is written meanwhile', async () => {
  const database = openDatabase(join(await temporaryFolder(), 'x.sqlite'), [first]);
  onTestFinished(() => database.close());
  const reader = database.openReader();
  reader.exec('BEGIN; SELECT * FROM a;');
  database.sql.exec('INSERT INTO a VALUES (1)');
  expect(reader.prepare('SELECT count(*) AS n FROM a').get()).toEqual({ n: 0 });
  reader.close();
});

test('a transaction that throws writes nothing', async () => {
  const database = openDatabase(join(await temporaryFolder(), 'x.sqlite'), [first]);
  onTestFinished(() => database.close());
  const work = () =>
    database.transaction(() => {
      database.sql.exec('INSERT INTO a VALUES (1)');
      throw new Error('no');
    });
  expect(work).toThrow('no');
  expect(database.sql.prepare('SELECT * FROM a').all()).toEqual([]);
  expect(database.transaction(() => 7)).toBe(7);
});
