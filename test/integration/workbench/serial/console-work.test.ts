import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ScriptStep } from '#shared/bridge/serial-scripts.ts';
import { attachDevice, openConsole } from '../../../fakes/console-bench.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { serialCable } from '../../../fakes/serial-cable.ts';
import { startWorkbenchBench } from '../../../fakes/workbench-bench.ts';

const logOptions = { format: 'text', ansi: 'strip', timestamps: false } as const;
const expectText = (text: string, timeoutMs = 20_000): ScriptStep => ({ kind: 'expect', text, timeoutMs });
const sendLine = (text: string): ScriptStep => ({ kind: 'send', text, enter: true });

const typed = (text: string) => ({ base64: Buffer.from(text).toString('base64') });

async function setUp(habits: { newline?: 'cr' | 'lf' | 'crlf'; loginScriptId?: string } = {}) {
  const cable = await serialCable();
  const bench = await startWorkbenchBench();
  const device = await attachDevice(cable.theirs);
  const screen = await openConsole(bench, cable.ours, { habits });
  return { cable, bench, device, screen };
}

describe('the log of a tab', () => {
  test('goes on over a reconnect, says where the device was gone, and ends when it is stopped', async () => {
    const { cable, bench, device, screen } = await setUp();
    const { id } = screen;
    expect(await bench.ask('serial.startLog', { id, ...logOptions })).toMatchObject({ log: { state: 'on' } });
    await device.says('\u001b[32mone\u001b[0m\r\n');
    await screen.shows('one');
    await cable.pull();
    await screen.stateIs('waiting');
    await cable.plug();
    await screen.stateIs('open');
    const again = await attachDevice(cable.theirs);
    await again.says('two\r\n');
    await screen.shows('two');
    const running = await bench.bridge.call('serial.startLog', { id, ...logOptions });
    expect(running).toMatchObject({ failure: { code: 'SERIAL_LOG_RUNNING' } });
    expect((await bench.ask('serial.stopLog', { id })).log).toBeNull();
    await again.says('three\r\n');
    await screen.shows('three');

    const folder = join(bench.backupFolder, 'serial');
    const [name, ...others] = await readdir(folder);
    expect(others).toEqual([]);
    const lines = (await readFile(join(folder, name ?? ''), 'utf8')).split('\n');
    expect(lines.map((line) => line.replace(/^--- .{23} ([a-z ]+): .*$/, '<$1>'))).toEqual([
      ...['one', '<device gone>', '<port opened>', 'two', ''],
    ]);
    expect(await bench.ask('serial.openLog', { id })).toMatchObject({ name });
  });

  test('everything that is kept can be saved, as it came and as text', async () => {
    const { bench, device, screen } = await setUp();
    await device.says('\u001b[1mU-Boot\u001b[0m\r\n=> ');
    await screen.shows('=> ');
    const raw = await bench.ask('serial.saveOutput', { id: screen.id, format: 'raw' });
    const text = await bench.ask('serial.saveOutput', { id: screen.id, format: 'text' });
    const folder = join(bench.backupFolder, 'serial');
    expect(await readFile(join(folder, raw.name), 'utf8')).toBe('\u001b[1mU-Boot\u001b[0m\r\n=> ');
    expect(await readFile(join(folder, text.name), 'utf8')).toBe('U-Boot\n=> ');
    await bench.ask('serial.clear', { id: screen.id });
    const part = await bench.ask('serial.read', { id: screen.id, from: 0, maxBytes: 100 });
    expect(part).toMatchObject({ base64: '', from: part.total, cutBefore: part.total });
  });
});

describe('the size of a log', () => {
  test('is told while it grows, and the file is named after it was stopped', async () => {
    const { bench, device, screen } = await setUp();
    const { id } = screen;
    const started = await bench.ask('serial.startLog', { id, ...logOptions });
    expect(started).toMatchObject({ log: { bytes: 0 }, endedLog: null });
    for (const total of [1_000, 2_000]) {
      await device.says(Buffer.alloc(1_000, 'x'));
      // Nobody asks: it is told.
      await eventually(() => screen.last().log?.bytes).toBe(total);
    }
    const stopped = await bench.ask('serial.stopLog', { id });
    const fileName = started.log?.fileName;
    expect(stopped).toMatchObject({ log: null, endedLog: { fileName, files: 1, bytes: 2_000 } });
    expect(await bench.ask('serial.openLog', { id })).toMatchObject({ name: fileName, bytes: 2_000 });
  });
});

describe('own input of a device that sends nothing back', () => {
  test('is in the log and in saved text where it was typed, marked, and not among the bytes', async () => {
    const { bench, device, screen } = await setUp();
    const { id } = screen;
    await bench.ask('serial.startLog', { id, ...logOptions });
    await device.says('> ');
    await screen.shows('> ');
    device.answers('status\r', 'all well\r\n> ');
    for (const key of 'status')
      await bench.ask('serial.write', { id, ...typed(key), echo: { text: key, by: 'a screen' } });
    await bench.ask('serial.write', { id, ...typed('\r'), echo: { text: '\r\n', by: 'a screen' } });
    await screen.shows('all well\r\n> ');
    await bench.ask('serial.write', { id, ...typed('re'), echo: { text: 're', by: 'a screen' } });
    // Without an echo on the screen there is nothing of it in the text: the device sends it back itself.
    await bench.ask('serial.write', { id, ...typed('secret') });
    const text = '> [typed: status]\nall well\n> [typed: re]';
    await bench.ask('serial.saveOutput', { id, format: 'text' });
    await bench.ask('serial.saveOutput', { id, format: 'raw' });
    await bench.ask('serial.stopLog', { id });
    const folder = join(bench.backupFolder, 'serial');
    const saved = new Map<string, string>();
    for (const name of await readdir(folder))
      saved.set(name.replace(/^.*\./, ''), await readFile(join(folder, name), 'utf8'));
    expect(saved.get('txt')).toBe(text);
    expect(saved.get('log')).toBe(text);
    expect(saved.get('bin')).toBe('> all well\r\n> ');
  });
});

describe('what a console sends by itself', () => {
  test('pasted lines end as the device wants, tell how far they are, and can be stopped', async () => {
    const { bench, device, screen } = await setUp({ newline: 'crlf' });
    const { id } = screen;
    await bench.ask('serial.paste', { id, text: 'one\ntwo\n' });
    await eventually(() => device.received()).toBe('one\r\ntwo\r\n');
    await eventually(() => screen.last().paste).toBeNull();
    const pasting = await bench.ask('serial.paste', { id, text: 'a\nb\nc\n', lineDelayMs: 10_000 });
    expect(pasting.paste).toMatchObject({ lines: 3 });
    await eventually(() => screen.last().paste?.sentLines).toBe(1);
    const second = await bench.bridge.call('serial.paste', { id, text: 'x' });
    expect(second).toMatchObject({ failure: { code: 'SERIAL_LINE_BUSY', context: { user: 'pasted text' } } });
    expect((await bench.ask('serial.cancelPaste', { id })).paste).toBeNull();
    expect(device.received()).toBe('one\r\ntwo\r\na\r\n');
  });

  test('a snippet is kept over a restart of the workbench and sent at a click', async () => {
    const { bench, device, screen } = await setUp();
    const given = { id: null, name: 'Version', text: 'version', enter: true };
    const snippet = await bench.ask('serial.saveSnippet', given);
    await bench.ask('serial.sendSnippet', { id: screen.id, snippetId: snippet.id });
    await eventually(() => device.received()).toBe('version\r');
    await bench.stop();
    const next = await startWorkbenchBench({ dataFolder: bench.dataFolder });
    expect(await next.ask('serial.snippets', null)).toEqual([snippet]);
    await next.ask('serial.removeSnippet', { id: snippet.id });
    expect(await next.ask('serial.snippets', null)).toEqual([]);
  });

  test('a login script logs in, with a secret that no file holds', async () => {
    const { bench, device, screen } = await setUp();
    const steps: ScriptStep[] = [
      sendLine(''),
      expectText('login: '),
      sendLine('root'),
      expectText('Password: '),
      { kind: 'send-secret', secret: 'boiler room', enter: true },
      expectText('# '),
    ];
    const script = await bench.ask('serial.saveScript', { id: null, name: 'Log in', steps });
    expect(script.missingSecrets).toEqual(['boiler room']);
    const early = await bench.bridge.call('serial.runScript', { id: screen.id, scriptId: script.id });
    expect(early).toMatchObject({
      failure: { code: 'SERIAL_SECRET_MISSING', context: { secret: 'boiler room' } },
    });

    await bench.ask('serial.setSecret', { name: 'boiler room', value: 'geheim' });
    expect((await bench.ask('serial.scripts', null))[0]?.missingSecrets).toEqual([]);
    device.answers('\r', 'box login: ');
    device.answers('root\r', 'Password: ');
    device.answers('geheim\r', '\r\nroot@box:~# ');
    await bench.ask('serial.runScript', { id: screen.id, scriptId: script.id });
    await eventually(() => screen.last().script).toMatchObject({
      state: 'done',
      step: 6,
      steps: 6,
      failure: null,
    });
    expect(await readFile(join(bench.dataFolder, 'serial.json'), 'utf8')).not.toContain('geheim');
  });

  test('a login script of the profile runs at every opening; without its prompt it ends in words', async () => {
    const { cable, bench, device, screen } = await setUp();
    const script = await bench.ask('serial.saveScript', {
      ...{ id: null, name: 'Greet', steps: [sendLine('hello'), expectText('login:', 100)] },
    });
    const { settings, habits, port } = screen.last();
    const profile = { identity: port.identity, label: 'Boiler', settings: { ...settings, baudRate: 9_600 } };
    await bench.ask('serial.saveProfile', { ...profile, habits: { ...habits, loginScriptId: script.id } });
    await bench.ask('serial.remove', { id: screen.id });
    const next = await openConsole(bench, cable.ours);
    expect(next.last()).toMatchObject({ port: { label: 'Boiler' }, settings: { baudRate: 9_600 } });
    await eventually(() => next.last().script).toMatchObject({
      state: 'failed',
      failure: { code: 'SERIAL_SCRIPT_TIMEOUT' },
    });
    expect(device.received()).toBe('hello\r');
  });

  test('a pattern that is none is refused when it is written', async () => {
    const bench = await startWorkbenchBench();
    const refused = await bench.bridge.call('serial.saveScript', {
      ...{
        id: null,
        name: 'x',
        steps: [sendLine(''), { kind: 'expect-pattern', pattern: '(', timeoutMs: 100 }],
      },
    });
    expect(refused).toMatchObject({ failure: { code: 'SERIAL_PATTERN_INVALID', context: { step: 2 } } });
  });
});
