import { describe, expect, test } from 'vitest';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import type { SerialPortEntry } from '#shared/bridge/serial-ports.ts';
import { lineSettingsDefaults } from '#shared/bridge/serial-ports.ts';
import { failure } from '#shared/errors/failure.ts';
import type { Result } from '#shared/result.ts';
import { attachDevice } from '../../../fakes/console-bench.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { adapter, openSerialBench } from '../../../fakes/serial-bench.ts';
import { serialCable } from '../../../fakes/serial-cable.ts';

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

describe('the list of ports', () => {
  test('is told when a device comes, goes or gets a name, and says who of us has it', async () => {
    const cable = await serialCable();
    const plugged = [adapter(cable.ours, 'A1')];
    const { handlers, heard } = await openSerialBench(() => plugged);
    const last = () => heard<SerialPortEntry[]>('serial.portsChanged').at(-1);
    expect(value(await handlers['serial.ports'](null))).toMatchObject([
      { label: 'FTDI FT232R', usedBy: null },
    ]);
    value(await handlers['serial.open']({ path: cable.ours, title: 'Boiler' }));
    await eventually(() => last()?.[0]?.usedBy).toBe('the console Boiler');
    plugged.push(adapter('/dev/ttyUSB7', 'B2'));
    await eventually(() => last()?.map((port) => port.serialNumber)).toEqual(['A1', 'B2']);
    const { settings, habits } = value(await handlers['serial.consoles'](null))[0] as SerialConsole;
    const identity = 'usb:0403:6001:B2';
    await handlers['serial.saveProfile']({ identity, label: 'Pump', settings, habits });
    await eventually(() => last()?.[1]?.label).toBe('Pump');
  });
});

describe('what keeps a port from being opened, before it is opened', () => {
  test('another program that has it is named, and is gone from the list when it has closed it', async () => {
    const cable = await serialCable();
    const { handlers } = await openSerialBench(() => [adapter(cable.ours, 'A1')]);
    const obstacle = async () => value(await handlers['serial.ports'](null))[0]?.obstacle ?? null;
    // The other end of the pair is held by socat, and socat alone has ours open, too.
    expect(await obstacle()).toMatchObject({ code: 'SERIAL_IN_USE' });
    expect((await obstacle())?.context.program).toMatch(/^socat \(process \d+\)$/);
    await cable.pull();
    expect(await obstacle()).toBeNull();
  });

  test('a missing permission comes with the group and the command; our own console counts as ours', async () => {
    const [cable, other] = [await serialCable(), await serialCable()];
    const denied = failure('SERIAL_NO_PERMISSION', {
      port: cable.ours,
      why: 'x',
      remedy: 'y',
      group: 'dialout',
    });
    const { handlers } = await openSerialBench(() => [adapter(cable.ours, 'A1'), adapter(other.ours, 'B2')], {
      findObstacles: async (paths) => new Map(paths.map((path) => [path, denied])),
    });
    value(await handlers['serial.open']({ path: other.ours, title: 'Pump' }));
    expect(value(await handlers['serial.ports'](null))).toMatchObject([
      { usedBy: null, obstacle: { code: 'SERIAL_NO_PERMISSION', context: { group: 'dialout' } } },
      { usedBy: 'the console Pump', obstacle: null },
    ]);
  });
});

describe('a device that comes back at another path', () => {
  test('is opened there by the same tab, and a stranger at the old path is not', async () => {
    const [first, second] = [await serialCable(), await serialCable()];
    let plugged = [adapter(first.ours, 'A1')];
    const { handlers, heard } = await openSerialBench(() => plugged);
    const { id } = value(await handlers['serial.open']({ path: first.ours }));
    const last = () => heard<SerialConsole>('serial.consoleChanged').at(-1);
    plugged = [];
    await first.pull();
    await eventually(() => last()?.state).toBe('waiting');
    // The old path exists again, but another device is there.
    await first.plug();
    plugged = [adapter(first.ours, 'STRANGER'), adapter(second.ours, 'A1')];
    await eventually(() => last()?.state).toBe('open');
    expect(last()).toMatchObject({ id, port: { path: second.ours, identity: 'usb:0403:6001:A1' } });
  });
});

describe('borrowing a line', () => {
  test('from a console: it stays open, shows what arrives, lets nobody type, and is free again afterwards', async () => {
    const cable = await serialCable();
    const device = await attachDevice(cable.theirs);
    const { handlers, hub } = await openSerialBench(() => []);
    const { id } = value(await handlers['serial.open']({ path: cable.ours }));
    const borrowed = value(await hub.borrow({ path: cable.ours }, null, 'recovery'));
    let heard = '';
    borrowed.onBytes((bytes) => {
      heard += Buffer.from(bytes).toString();
    });
    await borrowed.write(Buffer.from('reset\r'));
    await eventually(() => device.received()).toBe('reset\r');
    await device.says('=> ');
    await eventually(() => heard).toBe('=> ');
    const read = value(await handlers['serial.read']({ id, from: 0, maxBytes: 100 }));
    expect(Buffer.from(read.base64, 'base64').toString()).toBe('=> ');
    const typed = await handlers['serial.write']({ id, base64: 'eA==' });
    expect(typed).toMatchObject({ failure: { code: 'SERIAL_LINE_BUSY', context: { user: 'recovery' } } });
    expect(await hub.borrow({ consoleId: id }, null, 'a gateway')).toMatchObject({
      failure: { code: 'SERIAL_LINE_BUSY' },
    });

    await borrowed.handBack();
    await expect(borrowed.write(Buffer.from('x'))).rejects.toMatchObject({ name: 'LineGone' });
    value(await handlers['serial.write']({ id, base64: 'eA==' }));
    await device.says('free');
    await eventually(() => device.received()).toBe('reset\rx');
    expect(heard).toBe('=> ');
  });

  test('with other settings: they count for the time of the loan', async () => {
    const cable = await serialCable();
    const { handlers, hub } = await openSerialBench(() => []);
    const { id } = value(await handlers['serial.open']({ path: cable.ours }));
    const baudRate = async () => value(await handlers['serial.consoles'](null))[0]?.settings.baudRate;
    const borrowed = value(
      await hub.borrow({ consoleId: id }, { ...lineSettingsDefaults, baudRate: 9_600 }, 'recovery'),
    );
    expect(await baudRate()).toBe(9_600);
    await borrowed.handBack();
    expect(await baudRate()).toBe(115_200);
  });

  test('without a console: the port is opened for the borrower, refused to a console, and closed when handed back', async () => {
    const cable = await serialCable();
    const { handlers, hub } = await openSerialBench(() => []);
    const borrowed = value(
      await hub.borrow({ path: cable.ours }, lineSettingsDefaults, 'the gateway boiler-room'),
    );
    const refused = await handlers['serial.open']({ path: cable.ours });
    expect(refused).toMatchObject({
      failure: { code: 'SERIAL_USED_HERE', context: { user: 'the gateway boiler-room' } },
    });
    await borrowed.handBack();
    expect(await handlers['serial.open']({ path: cable.ours })).toMatchObject({ ok: true });
  });

  test('the cable pulled: the borrower hears it, and the port can be had again', async () => {
    const cable = await serialCable();
    const { hub } = await openSerialBench(() => []);
    const borrowed = value(await hub.borrow({ path: cable.ours }, null, 'the gateway boiler-room'));
    const reasons: string[] = [];
    borrowed.onBytes(() => undefined);
    borrowed.onClosed((why) => void reasons.push(why.reason));
    await cable.pull();
    await eventually(() => reasons).toEqual(['pulled']);
    await cable.plug();
    const again = value(await hub.borrow({ path: cable.ours }, null, 'the gateway boiler-room'));
    await borrowed.handBack();
    await again.write(Buffer.from('x'));
    expect(await hub.borrow({ path: cable.ours }, null, 'x')).toMatchObject({
      failure: { code: 'SERIAL_USED_HERE' },
    });
  });
});
