import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleSupervision } from '../../../scripts/packages/bundle-supervision.ts';
import { addressOf, driversBench, instanceOf } from '../../fakes/drivers-bench.ts';
import { eventually } from '../../fakes/eventually.ts';
import { startMosquitto } from '../../fakes/mosquitto.ts';
import { startPymodbus } from '../../fakes/pymodbus-peer.ts';
import { serialCable } from '../../fakes/serial-cable.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

test('drivers of a supervision package reach a serial line and a broker with nothing but Node beside them', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  for (const { name, content } of await bundleSupervision()) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  const cable = await serialCable();
  await startPymodbus({ serial: cable.theirs }, { 1: { holding: { 7: 4_711 } } });
  const broker = await startMosquitto();
  const bench = await driversBench({
    entry: join(folder, 'driver-main.js'),
    instances: [
      instanceOf('rtu', 'modbus', { transport: 'rtu', path: cable.ours, baudRate: 19_200 }),
      instanceOf('mqtt', 'mqtt', { url: broker.url }),
      instanceOf('machine', 'system'),
    ],
    addresses: [
      addressOf('rtu', 'holding:7'),
      addressOf('mqtt', 'plant/level', { writable: true }),
      addressOf('machine', '#mem'),
    ],
  });
  await eventually(() => bench.last('holding:7')).toMatchObject({ value: 4_711, quality: 'good' });
  await eventually(() => bench.state('mqtt')).toBe('running');
  expect(await bench.drivers.write('plant/level', 3)).toMatchObject({
    ok: true,
    value: { value: 3, quality: 'good' },
  });
  await eventually(() => bench.last('#mem')?.quality).toBe('good');
});
