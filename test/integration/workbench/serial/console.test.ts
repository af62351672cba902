import { describe, expect, test } from 'vitest';
import { attachDevice, openConsole } from '../../../fakes/console-bench.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { serialCable } from '../../../fakes/serial-cable.ts';
import { startWorkbenchBench } from '../../../fakes/workbench-bench.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a console on a cable', () => {
  test('what the device says is pulled, what is typed arrives there, and both are counted', async () => {
    const cable = await serialCable();
    const device = await attachDevice(cable.theirs);
    const bench = await startWorkbenchBench();
    const screen = await openConsole(bench, cable.ours);
    expect(screen.states).toEqual(['opening', 'open']);

    await device.says('U-Boot 2025.10\r\n=> ');
    await screen.shows('U-Boot 2025.10\r\n=> ');
    await bench.ask('serial.write', { id: screen.id, base64: base64('version\r') });
    await eventually(() => device.received()).toBe('version\r');
    const [view] = await bench.ask('serial.consoles', null);
    expect(view).toMatchObject({ received: 19, sent: 8, usedBy: null, modem: null });
    expect(screen.marks.map((mark) => mark.kind)).toEqual(['opened', 'bytes']);
  });

  test('bytes that are no UTF-8 come through unchanged, in any order', async () => {
    const cable = await serialCable();
    const device = await attachDevice(cable.theirs);
    const bench = await startWorkbenchBench();
    const screen = await openConsole(bench, cable.ours);
    const all = Uint8Array.from({ length: 1_024 }, (_, index) => (index * 7) & 0xff);
    await device.says(all);
    await eventually(async () => (await screen.pull()).equals(all)).toBe(true);
  });

  test('unplugged it waits, says why, and goes on when the device is back, with the same tab', async () => {
    const cable = await serialCable();
    const bench = await startWorkbenchBench();
    const screen = await openConsole(bench, cable.ours);
    let device = await attachDevice(cable.theirs);
    await device.says('before ');
    await screen.shows('before');

    await cable.pull();
    await screen.stateIs('waiting');
    expect(screen.last().failure?.code).toMatch(/SERIAL_(LINE_LOST|NOT_THERE)/);
    const typed = await bench.bridge.call('serial.write', { id: screen.id, base64: base64('x') });
    expect(typed).toMatchObject({ ok: false, failure: { code: 'SERIAL_NOT_OPEN' } });

    await cable.plug();
    await screen.stateIs('open');
    device = await attachDevice(cable.theirs);
    await device.says('after');
    await screen.shows('before after');
    expect(screen.states).toEqual(['opening', 'open', 'waiting', 'open']);
    expect(screen.marks.map((mark) => mark.kind).filter((kind) => kind !== 'bytes')).toEqual([
      'opened',
      'lost',
      'opened',
    ]);
  });

  test('a port that another program has locked says which, and leaves no tab', async () => {
    const cable = await serialCable();
    await attachDevice(cable.ours);
    const bench = await startWorkbenchBench();
    const refused = await bench.bridge.call('serial.open', { path: cable.ours });
    expect(refused).toMatchObject({ ok: false, failure: { code: 'SERIAL_IN_USE' } });
    expect(await bench.ask('serial.consoles', null)).toEqual([]);
  });

  test('one port has one console, and a second one is told where the first is', async () => {
    const cable = await serialCable();
    const bench = await startWorkbenchBench();
    await bench.ask('serial.open', { path: cable.ours, title: 'Boiler room' });
    const second = await bench.bridge.call('serial.open', { path: cable.ours });
    expect(second).toMatchObject({
      ok: false,
      failure: { code: 'SERIAL_USED_HERE', context: { user: 'the console Boiler room' } },
    });
  });

  test('closed by the user it stays closed, keeps what came, and opens again', async () => {
    const cable = await serialCable();
    const device = await attachDevice(cable.theirs);
    const bench = await startWorkbenchBench();
    const screen = await openConsole(bench, cable.ours);
    await device.says('kept');
    await screen.shows('kept');
    expect(await bench.ask('serial.close', { id: screen.id })).toMatchObject({
      state: 'closed',
      failure: null,
    });
    expect((await screen.pull()).toString()).toBe('kept');
    expect(await bench.ask('serial.reopen', { id: screen.id })).toMatchObject({ state: 'open' });
    await bench.ask('serial.remove', { id: screen.id });
    const gone = await bench.bridge.call('serial.read', { id: screen.id, from: 0, maxBytes: 1 });
    expect(gone).toMatchObject({ ok: false, failure: { code: 'SERIAL_CONSOLE_UNKNOWN' } });
  });

  test('a port that is not there is said so', async () => {
    const bench = await startWorkbenchBench();
    const missing = await bench.bridge.call('serial.open', { path: '/dev/ttyNOTHERE' });
    expect(missing).toMatchObject({ ok: false, failure: { code: 'SERIAL_NOT_THERE' } });
    const folder = await bench.bridge.call('serial.open', { path: bench.dataFolder });
    expect(folder).toMatchObject({ ok: false, failure: { code: 'SERIAL_NOT_A_PORT' } });
  });

  test('new settings keep the tab, and control lines of a pseudo-terminal are refused in words', async () => {
    const cable = await serialCable();
    const device = await attachDevice(cable.theirs);
    const bench = await startWorkbenchBench();
    const screen = await openConsole(bench, cable.ours);
    const settings = { ...screen.last().settings, baudRate: 123_456 };
    expect((await bench.ask('serial.configure', { id: screen.id, settings })).settings).toEqual(settings);
    const framed = { ...settings, parity: 'even', stopBits: 2 } as const;
    expect(await bench.ask('serial.configure', { id: screen.id, settings: framed })).toMatchObject({
      state: 'open',
      settings: framed,
    });
    await device.says('still here');
    await screen.shows('still here');
    const dtr = await bench.bridge.call('serial.setSignals', { id: screen.id, dtr: false });
    expect(dtr).toMatchObject({ ok: false, failure: { code: 'SERIAL_SIGNALS_REFUSED' } });
  });

  test('made smaller in the settings, an open console is cut at once and says so', async () => {
    const cable = await serialCable();
    const device = await attachDevice(cable.theirs);
    const bench = await startWorkbenchBench();
    const screen = await openConsole(bench, cable.ours);
    const mebibyte = 1024 * 1024;
    const all = Buffer.alloc(1.5 * mebibyte, 'gatewright ');
    await device.says(all);
    await eventually(async () => (await screen.pull()).length).toBe(all.length);
    const kept = async () => bench.ask('serial.read', { id: screen.id, from: 0, maxBytes: 1 });
    expect((await kept()).cutBefore).toBe(0);
    await bench.ask('settings.update', { consoleBytes: mebibyte });
    const { cutBefore, from } = await kept();
    expect(cutBefore).toBeGreaterThan(0);
    expect(from).toBe(cutBefore);
    const refused = await bench.bridge.call('settings.update', { consoleBytes: 10 });
    expect(refused.ok).toBe(false);
  });
});
