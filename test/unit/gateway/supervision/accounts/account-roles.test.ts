import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type Account,
  createAccounts,
} from '../../../../../electron/gateway/supervision/accounts/accounts.ts';
import { migrations } from '../../../../../electron/gateway/supervision/database/migrations.ts';
import { openStaging } from '../../../../../electron/gateway/supervision/restore/staging.ts';
import { createSessions } from '../../../../../electron/gateway/supervision/session/session.ts';
import { openDatabase } from '../../../../../electron/platform/database/database.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

const account = (username: string, administrator: boolean): Account => ({
  id: randomUUID(),
  username,
  passwordHash: 'hash',
  administrator,
  createdAt: '2026-01-01T00:00:00.000Z',
});

async function bench() {
  const folder = await temporaryFolder();
  const database = openDatabase(join(folder, 'gateway.sqlite'), migrations);
  onTestFinished(() => database.close());
  const accounts = createAccounts(database);
  const anna = account('anna', true);
  accounts.add(anna);
  accounts.add(account('other', true));
  const log = pino({ level: 'silent' });
  const sessions = createSessions({ database, accounts, idleMs: () => 60_000, now: () => 0, log });
  const { sessionId } = sessions.create('anna');
  /** What the next request with this session may do; asked twice, so that memory and disk both answer. */
  const role = () => {
    const found = sessions.find(sessionId);
    expect(sessions.find(sessionId)).toEqual(found);
    return found === null ? null : found.administrator;
  };
  expect(role()).toBe(true);
  return { folder, database, accounts, anna, role };
}

describe('the very next request sees', () => {
  test('a role that was taken away, and given back', async () => {
    const { accounts, anna, role } = await bench();
    accounts.update({ ...anna, administrator: false });
    expect(role()).toBe(false);
    accounts.update(anna);
    expect(role()).toBe(true);
  });

  test('an account that was deleted, and one that took its name', async () => {
    const { accounts, anna, role } = await bench();
    accounts.remove(anna.id);
    expect(role()).toBeNull();
    accounts.add(account('anna', false));
    expect(role()).toBe(false);
  });

  test('a name that went to somebody else', async () => {
    const { accounts, anna, role } = await bench();
    accounts.update({ ...anna, username: 'former' });
    expect(role()).toBeNull();
  });

  test.each([
    ['takes the role away', [account('anna', false)], false],
    ['does not know the account', [account('other', true)], null],
  ])('a restored backup that %s', async (_what, restored, expected) => {
    const { folder, database, role } = await bench();
    const staging = openStaging(folder);
    for (const document of restored) staging.sink('accounts', { id: document.id, document });
    // Sessions end with a restore, too; the role alone has to be right.
    staging.apply(database, () => undefined);
    expect(role()).toBe(expected);
    await staging.discard();
  });

  test('the old role after a transaction that was rolled back, and the new one inside it', async () => {
    const { database, accounts, anna, role } = await bench();
    accounts.update({ ...anna, administrator: false });
    expect(role()).toBe(false);
    const raise = () =>
      database.transaction(() => {
        accounts.update(anna);
        expect(role()).toBe(true);
        throw new Error('the activity log is full');
      });
    expect(raise).toThrow('the activity log is full');
    expect(role()).toBe(false);
  });
});

test('whatever is done in whatever order, memory says what the disk says', async () => {
  const { database, accounts } = await bench();
  const names = ['anna', 'other', 'third'];
  const write = fc.record({
    what: fc.constantFrom('add', 'update', 'remove', 'clear'),
    name: fc.constantFrom(...names),
    administrator: fc.boolean(),
    asked: fc.boolean(),
  });
  const onDisk = (name: string) => accounts.byName(name)?.administrator ?? null;
  fc.assert(
    fc.property(fc.array(fc.record({ writes: fc.array(write), fails: fc.boolean() })), (rounds) => {
      for (const { writes, fails } of rounds) {
        try {
          database.transaction(() => {
            for (const { what, name, administrator, asked } of writes) {
              const found = accounts.byName(name);
              if (what === 'clear') database.sql.exec('DELETE FROM accounts');
              else if (what === 'add' && found === null) accounts.add(account(name, administrator));
              else if (what === 'update' && found !== null) accounts.update({ ...found, administrator });
              else if (what === 'remove' && found !== null) accounts.remove(found.id);
              if (asked) expect(accounts.isAdministrator(name)).toBe(onDisk(name));
            }
            if (fails) throw new Error('rolled back');
          });
        } catch (error) {
          expect(String(error)).toContain('rolled back');
        }
        for (const name of names) expect(accounts.isAdministrator(name)).toBe(onDisk(name));
      }
    }),
    { numRuns: 50 },
  );
});
