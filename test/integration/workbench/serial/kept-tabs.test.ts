import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { lineSettingsDefaults } from '#shared/bridge/serial-ports.ts';
import { attachDevice } from '../../../fakes/console-bench.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { adapter, openSerialBench } from '../../../fakes/serial-bench.ts';
import { serialCable } from '../../../fakes/serial-cable.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';
import { startWorkbenchBench } from '../../../fakes/workbench-bench.ts';

const textLog = { format: 'text', ansi: 'strip', timestamps: false } as const;
const fast = { ...lineSettingsDefaults, baudRate: 57_600 };

describe('consoles after the workbench was ended and started again', () => {
  test('come back in order with all that was set, open again, and the log goes on in the same file', async () => {
    const [first, second, third] = [await serialCable(), await serialCable(), await serialCable()];
    const device = await attachDevice(first.theirs);
    const dataFolder = await temporaryFolder();
    const before = await startWorkbenchBench({ dataFolder });
    const boiler = await before.ask('serial.open', {
      ...{ path: first.ours, title: 'Boiler', settings: fast, habits: { newline: 'crlf' } },
    });
    const pump = await before.ask('serial.open', { path: second.ours, title: 'Pump' });
    const removed = await before.ask('serial.open', { path: third.ours });
    await before.ask('serial.startLog', { id: boiler.id, ...textLog });
    await device.says('before the restart\r\n');
    await eventually(async () => (await before.ask('serial.consoles', null))[0]?.log?.bytes).toBe(19);
    await before.ask('serial.close', { id: pump.id });
    await before.ask('serial.remove', { id: removed.id });
    await before.stop();

    const after = await startWorkbenchBench({ dataFolder });
    const tabs = await after.ask('serial.consoles', null);
    expect(tabs.map(({ id, title, state }) => ({ id, title, state }))).toEqual([
      { id: boiler.id, title: 'Boiler', state: 'open' },
      { id: pump.id, title: 'Pump', state: 'closed' },
    ]);
    expect(tabs[0]).toMatchObject({ settings: fast, habits: { newline: 'crlf' }, log: { state: 'on' } });
    expect(tabs[0]?.countedFrom).toBeGreaterThan(boiler.countedFrom);
    await device.says('after the restart\r\n');
    const folder = join(after.backupFolder, 'serial');
    const logs = await readdir(folder);
    expect(logs).toHaveLength(1);
    const text = () => readFile(join(folder, logs[0] ?? ''), 'utf8');
    await eventually(text).toMatch(
      /^before the restart\n--- .* port closed: .* ---\n--- .* workbench started again: .* ---\n--- .* port opened: .* ---\nafter the restart\n$/,
    );
  });

  test('wait for a device that is away, and take it up by its identity where it is now', async () => {
    const [old, other] = [await serialCable(), await serialCable()];
    const dataFolder = await temporaryFolder();
    const before = await openSerialBench(() => [adapter(old.ours, 'A1')], { dataFolder });
    expect(await before.handlers['serial.open']({ path: old.ours })).toMatchObject({ ok: true });
    await before.stop();

    let plugged = [adapter(old.ours, 'STRANGER')];
    const after = await openSerialBench(() => plugged, { dataFolder });
    await after.start();
    const last = () => after.heard<SerialConsole>('serial.consoleChanged').at(-1);
    await eventually(() => last()?.state).toBe('waiting');
    plugged = [...plugged, adapter(other.ours, 'A1')];
    await eventually(() => last()?.state).toBe('open');
    expect(last()?.port.path).toBe(other.ours);
  });

  test('come back also when the workbench could not end in order', async () => {
    const cable = await serialCable();
    const dataFolder = await temporaryFolder();
    const before = await openSerialBench(() => [], { dataFolder });
    const opened = await before.handlers['serial.open']({ path: cable.ours, title: 'Boiler' });
    const file = join(dataFolder, 'serial-tabs.json');
    await eventually(() => readFile(file, 'utf8').catch(() => '')).toContain('"wanted": true');
    const kept = await readFile(file);
    await before.stop();
    await writeFile(file, kept);

    const after = await openSerialBench(() => [], { dataFolder });
    await after.start();
    expect(await after.handlers['serial.consoles'](null)).toMatchObject({
      value: [{ id: opened.ok ? opened.value.id : '', title: 'Boiler', state: 'open' }],
    });
  });

  test('whose log cannot go on say so, and talk all the same', async () => {
    const cable = await serialCable();
    const dataFolder = await temporaryFolder();
    const before = await startWorkbenchBench({ dataFolder });
    const { id } = await before.ask('serial.open', { path: cable.ours });
    await before.ask('serial.startLog', { id, ...textLog });
    await before.stop();
    const file = join(dataFolder, 'serial-tabs.json');
    const kept = await readFile(file, 'utf8');
    // The folder of the log is a file by now.
    await writeFile(join(dataFolder, 'taken'), '');
    await writeFile(file, kept.replace(/"stem": ".*\/serial\//, `"stem": "${dataFolder}/taken/`));

    const after = await startWorkbenchBench({ dataFolder });
    expect(await after.ask('serial.consoles', null)).toMatchObject([
      { state: 'open', log: { state: 'failed', bytes: null, failure: { code: 'FILE_WRITE' } } },
    ]);
    expect(await after.ask('serial.stopLog', { id })).toMatchObject({ log: null });
  });
});
