import { expect, test } from 'vitest';
import { failureOf } from '../../../../electron/platform/files/failure-error.ts';
import { openStore } from '../../../../electron/platform/store/open-store.ts';
import { benchMigrations } from '../../../fakes/bench-schema.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { askPostgres, connectPostgres, newPostgresDatabase } from '../../../fakes/postgres-peer.ts';
import { openBench, silentLog } from '../../../fakes/store-bench.ts';

const postgres = (url: string) => ({ kind: 'postgres' as const, url });

const attempt = (url: string) => openStore(postgres(url), benchMigrations, silentLog);

/** Ends every connection to the database of `url` but the asking one, as a restart of the server does. */
const cutAll = (url: string) =>
  askPostgres(
    url,
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );

const locks = (url: string) =>
  askPostgres(
    url,
    `SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database
     WHERE l.locktype = 'advisory' AND d.datname = current_database()`,
  );

test('one fleet backend at a time: the second one is told who is in the way', async () => {
  const url = await newPostgresDatabase();
  const store = await openBench(postgres(url));
  const refused = await attempt(url);
  expect(refused).toMatchObject({ ok: false, failure: { code: 'FLEET_DATABASE_IN_USE' } });
  expect(refused.ok ? '' : refused.failure.message).toContain(new URL(url).pathname);
  await store.close();
  expect((await attempt(url)).ok).toBe(true);
});

test.each([
  ['a server that is not there', (url: string) => url.replace(/:\d+\//, ':1/')],
  ['a database that is not there', (url: string) => `${url}_not`],
])('%s is a failure in words, without the password', async (_, change) => {
  const url = change(await newPostgresDatabase()).replace('postgres@', 'postgres:geheim@');
  const refused = await attempt(url);
  expect(refused).toMatchObject({ ok: false, failure: { code: 'FLEET_DATABASE_UNREACHABLE' } });
  expect(JSON.stringify(refused)).not.toContain('geheim');
});

test('a connection lost in a write fails that write in words; the next one works, with the lock', async () => {
  const url = await newPostgresDatabase();
  const store = await openBench(postgres(url));
  const lost: unknown = await store
    .write(async (trx) => {
      await trx.insertInto('box').values({ id: 'a', name: 'lost', size: 1 }).execute();
      await cutAll(url);
      await trx.insertInto('box').values({ id: 'b', name: 'lost', size: 1 }).execute();
    })
    .catch((error: unknown) => error);
  expect(failureOf(lost)).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  await store.write((trx) => trx.insertInto('box').values({ id: 'c', name: 'kept', size: 1 }).execute());
  expect(await store.read.selectFrom('box').select('id').execute()).toEqual([{ id: 'c' }]);
  expect(await locks(url)).toHaveLength(1);
});

test('a connection lost while nobody writes is made again, and takes the lock', async () => {
  const url = await newPostgresDatabase();
  const store = await openBench(postgres(url));
  const before = await locks(url);
  expect(before).toHaveLength(1);
  await cutAll(url);
  await eventually(async () => {
    const after = await locks(url);
    return after.length === 1 && after[0]?.pid !== before[0]?.pid;
  }).toBe(true);
  await store.write((trx) => trx.insertInto('box').values({ id: 'a', name: 'a', size: 1 }).execute());
});

test('reading goes on after every connection was lost', async () => {
  const url = await newPostgresDatabase();
  const store = await openBench(postgres(url));
  const look = () => store.read.selectFrom('box').selectAll().execute();
  await Promise.all([look(), look(), look()]);
  await cutAll(url);
  await eventually(() => look().catch((error: unknown) => failureOf(error)?.code)).toEqual([]);
});

test('another one that took the database meanwhile keeps it: writing fails in words', async () => {
  const url = await newPostgresDatabase();
  const store = await openBench(postgres(url));
  const other = await connectPostgres(url);
  const [ours] = await locks(url);
  // Next in line: it has the lock as soon as our connection is gone.
  const turn = other.query('SELECT pg_advisory_lock(1734440037, 1)');
  await eventually(() => locks(url).then((all) => all.length)).toBe(2);
  await askPostgres(url, `SELECT pg_terminate_backend(${Number(ours?.pid)})`);
  await turn;
  const write = () => store.write((trx) => trx.selectFrom('box').selectAll().execute());
  const refused: unknown = await write().catch((error: unknown) => error);
  expect(failureOf(refused)).toMatchObject({ code: 'FLEET_DATABASE_IN_USE' });
  await other.end();
  await eventually(() => write().catch((error: unknown) => failureOf(error)?.code)).toEqual([]);
});

test('a NUL character is refused in words: PostgreSQL has none in its texts', async () => {
  const store = await openBench(postgres(await newPostgresDatabase()));
  const refused: unknown = await store
    .write((trx) => trx.insertInto('box').values({ id: 'a', name: 'a\0b', size: 1 }).execute())
    .catch((error: unknown) => error);
  expect(failureOf(refused)).toMatchObject({ code: 'TEXT_NOT_STORABLE' });
});

test('a wrong statement stays the bug that it is', async () => {
  const store = await openBench(postgres(await newPostgresDatabase()));
  const wrong: unknown = await store
    .write((trx) =>
      trx
        .selectFrom('bocks' as 'box')
        .selectAll()
        .execute(),
    )
    .catch((error: unknown) => error);
  expect(wrong).toBeInstanceOf(Error);
  expect(failureOf(wrong)).toBeNull();
});

test('its backup is a matter of pg_dump', async () => {
  const store = await openBench(postgres(await newPostgresDatabase()));
  expect(await store.backup('/nowhere/x')).toMatchObject({ failure: { code: 'FLEET_BACKUP_WITH_PG_DUMP' } });
});
