import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { settingsDefaults } from '#shared/bridge/settings.ts';
import { createEventBus } from '../../../../electron/workbench/bridge/event-bus.ts';
import { defaultDataFolder } from '../../../../electron/workbench/settings/data-folder.ts';
import { createNotices } from '../../../../electron/workbench/settings/notices.ts';
import { displayFolder, openSettings } from '../../../../electron/workbench/settings/settings.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

async function open(dataFolder: string) {
  const log = pino({ level: 'silent' });
  const notices = createNotices();
  const bus = createEventBus(log);
  const defaultBackupFolder = join(dataFolder, 'backups');
  return { notices, settings: await openSettings({ dataFolder, defaultBackupFolder, notices, bus, log }) };
}

describe('settings', () => {
  test('changes made at once are all kept, over a restart', async () => {
    const folder = await temporaryFolder();
    const { settings } = await open(folder);
    expect(settings.value()).toEqual(settingsDefaults);
    await Promise.all([
      settings.update({ theme: 'dark' }),
      settings.update({ notifyWhenDone: false }),
      settings.chooseBackupFolder('/media/stick'),
    ]);
    const again = await open(folder);
    expect(again.settings.value()).toEqual({ ...settingsDefaults, theme: 'dark', notifyWhenDone: false });
    expect(again.settings.backupFolder()).toBe('/media/stick');
    expect(again.notices.list()).toEqual([]);
  });

  test('a corrupt file is set aside, told, and the workbench starts with defaults', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'settings.json'), '{"format":1,"settings":{"theme":"da');
    const { settings, notices } = await open(folder);
    expect(settings.value()).toEqual(settingsDefaults);
    const [notice] = notices.list();
    const aside = (await readdir(folder)).find((name) => name.includes('corrupt')) ?? '';
    expect(await readFile(join(folder, aside), 'utf8')).toContain('"da');
    expect(notice?.message).toContain(aside);
    notices.dismiss(notice?.id ?? '');
    expect(notices.list()).toEqual([]);
  });

  test('a setting that this version brings starts with its default', async () => {
    const folder = await temporaryFolder();
    const old = { format: 1, settings: { theme: 'light' }, backupFolder: null };
    await writeFile(join(folder, 'settings.json'), JSON.stringify(old));
    const { settings, notices } = await open(folder);
    expect(settings.value()).toEqual({ ...settingsDefaults, theme: 'light' });
    expect(notices.list()).toEqual([]);
  });
});

test('folders are shown from home, and only there', () => {
  const home = `${sep}home${sep}ann`;
  expect(displayFolder(home, home)).toBe('~');
  expect(displayFolder(`${home}${sep}Gatewright`, home)).toBe(`~${sep}Gatewright`);
  expect(displayFolder(`${home}a${sep}x`, home)).toBe(`${home}a${sep}x`);
});

test('each system keeps the data where it keeps such data', () => {
  expect(defaultDataFolder('linux', { XDG_DATA_HOME: '/x' }, '/home/a')).toBe('/x/gatewright');
  expect(defaultDataFolder('linux', {}, '/home/a')).toBe('/home/a/.local/share/gatewright');
  expect(defaultDataFolder('darwin', {}, '/Users/a')).toContain('Application Support');
});
