import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../../../electron/platform/store/open-store.ts';
import { benchMigrations } from '../../../fakes/bench-schema.ts';
import { openBench, silentLog } from '../../../fakes/store-bench.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const somewhere = async () => ({
  kind: 'sqlite' as const,
  path: join(await temporaryFolder(), 'fleet.sqlite'),
});

const boxes = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `${index}`, name: 'n'.repeat(200), size: index }));

/** A database of some pages. */
async function filled() {
  const place = await somewhere();
  const store = await openBench(place);
  await store.write((trx) => trx.insertInto('box').values(boxes(500)).execute());
  return { place, store };
}

describe('a damaged file', () => {
  test('is refused with what to do, and stays as it is', async () => {
    const { place, store } = await filled();
    await store.close();
    const bytes = await readFile(place.path);
    bytes.fill(0x5a, 4096 * 3, 4096 * 9);
    await writeFile(place.path, bytes);
    const refused = await openStore(place, benchMigrations, silentLog);
    expect(refused).toMatchObject({ ok: false, failure: { code: 'FLEET_DATABASE_DAMAGED' } });
    expect(bytes.equals(await readFile(place.path))).toBe(true);
  });

  test('that is no database at all is refused and stays as it is', async () => {
    const place = await somewhere();
    await writeFile(place.path, 'these are not the bytes of a database, but those of a letter to somebody');
    const refused = await openStore(place, benchMigrations, silentLog);
    expect(refused).toMatchObject({ ok: false, failure: { code: 'FLEET_DATABASE_DAMAGED' } });
    expect(await readFile(place.path, 'utf8')).toContain('a letter to somebody');
  });
});

test('a path that leads nowhere is a failure in words', async () => {
  const path = join(await temporaryFolder(), 'missing', 'fleet.sqlite');
  const refused = await openStore({ kind: 'sqlite', path }, benchMigrations, silentLog);
  expect(refused).toMatchObject({ ok: false, failure: { code: 'FLEET_DATABASE_UNREACHABLE' } });
});

describe('a backup', () => {
  test('is the whole of one moment, opens like the database, and is readable by this account alone', async () => {
    const { place, store } = await filled();
    const copy = join(await temporaryFolder(), 'copy.sqlite');
    const copying = store.backup(copy);
    await store.write((trx) => trx.updateTable('box').set({ size: 0 }).execute());
    expect(await copying).toEqual({ ok: true, value: null });
    const restored = await openBench({ kind: 'sqlite', path: copy });
    const sizes = await restored.read.selectFrom('box').select('size').execute();
    expect(sizes).toHaveLength(500);
    // Before or after the update, never some of both.
    expect([1, 500]).toContain(new Set(sizes.map(({ size }) => size)).size);
    expect((await stat(copy)).mode & 0o777).toBe(0o600);
    expect(place.path).not.toBe(copy);
  });

  test('replaces an older one, and holds nothing of deleted rows', async () => {
    const { store } = await filled();
    const copy = join(await temporaryFolder(), 'copy.sqlite');
    await store.backup(copy);
    await store.write((trx) => trx.deleteFrom('box').execute());
    await store.backup(copy);
    expect((await readFile(copy)).includes('nnnn')).toBe(false);
  });

  test('that cannot be written is a failure, and leaves the older one', async () => {
    const { store } = await filled();
    const refused = await store.backup(join(await temporaryFolder(), 'missing', 'copy.sqlite'));
    expect(refused).toMatchObject({ ok: false, failure: { code: 'FILE_WRITE' } });
  });
});

test('every commit waits for the disk, and foreign keys count', async () => {
  const { store, place } = await filled();
  const pragma = async (name: string) => {
    const { sql } = await import('kysely');
    return store.write(async (trx) => (await sql.raw(`PRAGMA ${name}`).execute(trx)).rows[0]);
  };
  expect(await pragma('synchronous')).toEqual({ synchronous: 2 });
  expect(await pragma('foreign_keys')).toEqual({ foreign_keys: 1 });
  const other = new DatabaseSync(place.path);
  expect(other.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  other.close();
});
