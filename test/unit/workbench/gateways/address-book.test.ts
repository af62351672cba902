import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import {
  migrateAddressBook,
  openAddressBook,
  unknownManagement,
} from '../../../../electron/workbench/gateways/address-book.ts';
import { createNotices } from '../../../../electron/workbench/settings/notices.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const log = pino({ level: 'silent' });

test('a book of format 1 is lifted: nothing is lost, and the management API is looked for at the next login', async () => {
  const dataFolder = await temporaryFolder();
  const path = join(dataFolder, 'gateways.json');
  const known = {
    id: '0199a1de-0000-7000-8000-000000000001',
    label: 'boiler',
    address: 'https://10.0.0.7',
    username: 'admin',
    origin: 'manual',
    pinnedFingerprint: 'AB:CD',
    identity: null,
  };
  await writeFile(path, JSON.stringify({ format: 1, gateways: [known] }));
  const notices = createNotices();
  const book = await openAddressBook({ dataFolder, notices, log });
  expect(notices.list()).toEqual([]);
  expect(book.list()).toEqual([
    {
      ...known,
      offers: { system: true, management: false },
      management: unknownManagement,
      serial: null,
      prefers: 'automatic',
    },
  ]);
  await book.change(known.id, { label: 'boiler room' });
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
    format: 3,
    gateways: [{ label: 'boiler room', pinnedFingerprint: 'AB:CD' }],
  });
});

test('a book of the format of now, and rubbish, are not touched by the migration', () => {
  for (const raw of [{ format: 3, gateways: [] }, { format: 4 }, null, 'x', { format: 1, gateways: 'x' }]) {
    expect(migrateAddressBook(raw)).toBe(raw);
  }
});

test('a later format is set aside, told, and kept', async () => {
  const dataFolder = await temporaryFolder();
  await writeFile(join(dataFolder, 'gateways.json'), JSON.stringify({ format: 4, gateways: [] }));
  const notices = createNotices();
  const book = await openAddressBook({ dataFolder, notices, log });
  expect(book.list()).toEqual([]);
  expect(notices.list()[0]?.message).toContain('list of gateways');
});
