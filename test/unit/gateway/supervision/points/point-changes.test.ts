import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import type { ActivityEntry } from '../../../../../electron/gateway/supervision/activity/record-activity.ts';
import { migrations } from '../../../../../electron/gateway/supervision/database/migrations.ts';
import type { PeersCall } from '../../../../../electron/gateway/supervision/peers/peers-method.ts';
import { checkAddress, checkRoute } from '../../../../../electron/gateway/supervision/points/check-item.ts';
import { createDocumentStore } from '../../../../../electron/gateway/supervision/points/document-store.ts';
import { createPointChanges } from '../../../../../electron/gateway/supervision/points/point-changes.ts';
import { openDatabase } from '../../../../../electron/platform/database/database.ts';
import { ok } from '../../../../../shared/result.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

const call: PeersCall = {
  session: { sessionId: '', username: 'ann', administrator: true, createdAt: 0, expiresAt: 0 },
  caller: { name: 'ann', address: '10.0.0.7' },
};
const log = pino({ level: 'silent' });
const gateway = { id: 'g', name: 'plc', enabled: true, driver: 'modbus', settings: {} };
const address = (id: string, more = {}) => ({
  id,
  name: id,
  enabled: true,
  gateway: 'g',
  address: 'coil:1',
  type: 'boolean' as const,
  writable: true,
  settings: {},
  ...more,
});

async function opened() {
  const database = openDatabase(join(await temporaryFolder(), 'gateway.sqlite'), migrations);
  onTestFinished(() => database.close());
  const store = createDocumentStore({ database, log });
  const notes: ActivityEntry[] = [];
  const state = { restoring: false };
  const changes = createPointChanges({
    store,
    note: (entry) => void notes.push(entry),
    isRestoring: () => state.restoring,
  });
  const free = () => null;
  await changes.add('gateways', gateway, free, call);
  return { database, store, changes, notes, state, free };
}

test('nothing is changed while a backup takes the place of the configuration', async () => {
  const { changes, store, notes, state, free } = await opened();
  state.restoring = true;
  const refused = { ok: false, failure: { code: 'RESTORE_RUNNING' } };
  expect(await changes.add('gateways', { ...gateway, id: 'h' }, free, call)).toMatchObject(refused);
  expect(await changes.edit('gateways', { id: 'g' }, free, call)).toMatchObject(refused);
  expect(await changes.remove('gateways', 'g', () => ok([]), call)).toMatchObject(refused);
  expect([...store.all('gateways').values()]).toEqual([gateway]);
  expect(notes).toHaveLength(1);
});

test('two at once with the same id or the same alias: the second is refused', async () => {
  const { changes, store } = await opened();
  const add = (id: string) =>
    changes.add('addresses', address(id, { alias: 'pump' }), (after) => checkAddress(store, after), call);
  const codes = (await Promise.all([add('a'), add('a'), add('b')])).map((done) =>
    done.ok ? 'ok' : done.failure.code,
  );
  expect(codes).toEqual(['ok', 'POINT_ID_TAKEN', 'POINT_REFERENCE_BROKEN']);
});

test('an address that goes while a route to it is checked leaves no route to nowhere', async () => {
  const { changes, store, free } = await opened();
  for (const id of ['a', 'b']) await changes.add('addresses', address(id), free, call);
  const route = { name: 'r', enabled: true, from: 'a', to: 'b', expression: 'value', settings: {} };
  const [added, removed] = await Promise.all([
    changes.add('routes', route, (after) => checkRoute(store, after), call),
    changes.remove(
      'addresses',
      'b',
      () => ok([...store.all('routes').values()].map(({ id }) => ({ part: 'routes' as const, id }))),
      call,
    ),
  ]);
  expect([added.ok, removed.ok]).toEqual([true, true]);
  expect([...store.all('routes').values()]).toEqual([]);
});

test('what is in memory is what is on the disk, in its order; an item that does not fit is left there unseen', async () => {
  const { changes, database, store, free } = await opened();
  for (const id of ['z', 'a', 'm']) await changes.add('addresses', address(id), free, call);
  await changes.edit('addresses', { id: 'a', name: 'second', writable: null } as { id: string }, free, call);
  await changes.remove('addresses', 'z', () => ok([]), call);
  const broken = { id: 'broken', from: 'the future' };
  database.sql
    .prepare("INSERT INTO documents VALUES ('addresses', 'broken', 99, ?)")
    .run(JSON.stringify(broken));
  const again = createDocumentStore({ database, log });
  expect([...again.all('addresses').values()]).toEqual([...store.all('addresses').values()]);
  const { writable: _writable, ...rest } = address('a', { name: 'second' });
  expect([...again.all('addresses').values()]).toEqual([rest, address('m')]);
  const row = database.sql.prepare("SELECT document FROM documents WHERE id = 'broken'").get();
  expect(row?.document).toBe(JSON.stringify(broken));
});

test('each change is told to the activity log, with who and from where', async () => {
  const { changes, notes, free } = await opened();
  await changes.edit('gateways', { id: 'g', name: 'other' } as { id: string }, free, call);
  await changes.remove('gateways', 'other', () => ok([]), call);
  expect(
    notes.map(({ type, action, target, user, address: from }) => [type, action, target, user, from]),
  ).toEqual([
    ['point', 'created', 'plc', 'ann', '10.0.0.7'],
    ['point', 'changed', 'other', 'ann', '10.0.0.7'],
    ['point', 'deleted', 'other', 'ann', '10.0.0.7'],
  ]);
});
