import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { migrations } from '../../../../../electron/gateway/supervision/database/migrations.ts';
import { openStaging } from '../../../../../electron/gateway/supervision/restore/staging.ts';
import { openDatabase } from '../../../../../electron/platform/database/database.ts';
import { someAccount } from '../../../../fakes/archives.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

async function bench() {
  const folder = await temporaryFolder();
  const database = openDatabase(join(folder, 'gateway.sqlite'), migrations);
  onTestFinished(() => database.close());
  database.sql.exec(`
    INSERT INTO documents VALUES ('gateways', 'old', 0, '{}');
    INSERT INTO accounts VALUES ('1', 'old', 'hash', 1, 'now');
    INSERT INTO sessions VALUES (x'00', 'old', 0, 0);
  `);
  const dump = () => ({
    documents: database.sql.prepare('SELECT part, id FROM documents ORDER BY part, position').all(),
    accounts: database.sql.prepare('SELECT username FROM accounts').all(),
    sessions: database.sql.prepare('SELECT count(*) AS n FROM sessions').get(),
  });
  const staging = openStaging(folder);
  staging.sink('gateways', { id: 'b', document: { id: 'b' } });
  staging.sink('gateways', { id: 'a', document: { id: 'a' } });
  staging.sink('accounts', { id: someAccount.id, document: someAccount });
  return { folder, database, staging, dump };
}

test('replaces all parts in their order and ends the sessions, together with what the caller writes', async () => {
  const { folder, database, staging, dump } = await bench();
  staging.apply(database, () => database.sql.exec("INSERT INTO documents VALUES ('also', 'x', 0, '{}')"));
  await staging.discard();
  expect(dump()).toEqual({
    documents: [
      { part: 'also', id: 'x' },
      { part: 'gateways', id: 'b' },
      { part: 'gateways', id: 'a' },
    ],
    accounts: [{ username: 'admin' }],
    sessions: { n: 0 },
  });
  expect((await readdir(folder)).filter((name) => name.startsWith('restore-'))).toEqual([]);
});

test('what fails in the middle leaves the old state whole', async () => {
  const { database, staging, dump } = await bench();
  const before = dump();
  const apply = () =>
    staging.apply(database, () => {
      throw new Error('disk full');
    });
  expect(apply).toThrow('disk full');
  expect(dump()).toEqual(before);
  await staging.discard();
  // The staging file is let go: the next restore can attach its own.
  const next = openStaging(await temporaryFolder());
  next.sink('gateways', { id: 'c', document: { id: 'c' } });
  next.apply(database, () => undefined);
  await next.discard();
  expect(dump().documents).toEqual([{ part: 'gateways', id: 'c' }]);
});
