import { execFileSync } from 'node:child_process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type LineSettings, lineSettingsDefaults } from '#shared/bridge/serial-ports.ts';
import { openSerialLine } from '../../../../electron/platform/serial/open-serial-line.ts';
import { programsAt } from '../../../../electron/platform/serial/port-holder.ts';
import type { SerialLine } from '../../../../electron/platform/serial/serial-line.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { serialCable } from '../../../fakes/serial-cable.ts';

const stty = (path: string, ...args: string[]) => execFileSync('stty', ['-F', path, ...args]).toString();

async function open(path: string, settings: LineSettings = lineSettingsDefaults): Promise<SerialLine> {
  const opened = await openSerialLine(path, settings);
  if (!opened.ok) throw new Error(opened.failure.message);
  onTestFinished(() => opened.value.close());
  return opened.value;
}

describe('an open serial port', () => {
  test('keeps its control lines when it is closed, which the serial library does not see to by itself', async () => {
    const cable = await serialCable();
    stty(cable.ours, 'hupcl');
    await open(cable.ours);
    expect(stty(cable.ours, '-a')).toMatch(/\s-hupcl/);
  });

  test('has the settings that were asked for, also a rate that is in no table', async () => {
    const cable = await serialCable();
    const settings = {
      baudRate: 250_000,
      dataBits: 7,
      parity: 'odd',
      stopBits: 2,
      flowControl: 'xonxoff',
    } as const;
    const line = await open(cable.ours, settings);
    const said = stty(cable.ours, '-a');
    // The kernel keeps pseudo-terminals at eight bits without parity.
    for (const flag of ['parodd', 'cstopb', 'ixon', 'ixoff']) expect(said).toMatch(new RegExp(`\\s${flag}`));
    expect(stty(cable.ours, 'speed').trim()).toMatch(/^(250000|0)$/);
    expect(await line.changeRate(9_600)).toMatchObject({ ok: true });
    expect(stty(cable.ours, 'speed').trim()).toBe('9600');
  });

  test('is locked, and the program that holds it is named', async () => {
    const cable = await serialCable();
    await open(cable.ours);
    expect(await openSerialLine(cable.ours, lineSettingsDefaults)).toMatchObject({
      ok: false,
      failure: { code: 'SERIAL_IN_USE' },
    });
    // Our own process is not another program; socat keeps its end of the pair open.
    expect(await programsAt(cable.ours)).toEqual([expect.stringMatching(/^socat \(process \d+\)$/)]);
  });

  /** The library's poller forgot the writer when the reader began to wait: see mend-poller.ts. */
  test('a line that was full goes on when there is room, although the device has spoken meanwhile', async () => {
    const cable = await serialCable();
    const [near, far] = [await open(cable.ours), await open(cable.theirs)];
    let heard = '';
    near.onBytes((bytes) => {
      heard += Buffer.from(bytes).toString();
    });
    let written = false;
    const writing = near.write(new Uint8Array(300_000)).then(() => {
      written = true;
    });
    await far.write(Buffer.from('wait'));
    await eventually(() => heard).toBe('wait');
    expect(written).toBe(false);
    let received = 0;
    far.onBytes((bytes) => {
      received += bytes.length;
    });
    await writing;
    await eventually(() => received).toBe(300_000);
  });
});
