import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import {
  cpuPercent,
  linuxTemperature,
  sumNetDev,
} from '../../../../../../electron/gateway/supervision/drivers/system/machine-figures.ts';
import { temporaryFolder } from '../../../../../fakes/temporary-folder.ts';

async function sysWith(files: Record<string, string>): Promise<string> {
  const sys = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(sys, name)), { recursive: true });
    await writeFile(join(sys, name), text);
  }
  return sys;
}

test('the temperature is that of the hottest sensor that makes sense', async () => {
  const sys = await sysWith({
    'class/thermal/thermal_zone0/temp': '45000\n',
    'class/thermal/thermal_zone1/temp': '-274000\n',
    'class/thermal/thermal_zone2/temp': '',
    'class/thermal/cooling_device0/temp': '99000\n',
    'class/hwmon/hwmon0/temp1_input': '61250\n',
    'class/hwmon/hwmon0/temp1_max': '100000\n',
    'class/hwmon/hwmon1/temp2_input': '255000\n',
    'class/hwmon/hwmon1/temp3_input': 'no data\n',
  });
  expect(await linuxTemperature(sys)).toBe(61.25);
  expect(await linuxTemperature(await sysWith({}))).toBeNull();
});

test('network bytes are those of all interfaces but loopback', () => {
  const head = 'Inter-|   Receive   |  Transmit\n face |bytes packets errs\n';
  const row = (name: string, received: number, sent: number) =>
    `  ${name}: ${received} 1 0 0 0 0 0 0 ${sent} 1 0 0 0 0 0 0\n`;
  expect(sumNetDev(head + row('lo', 5, 6) + row('eth0', 1_000, 200) + row('wlan0.7', 3, 4))).toEqual({
    in: 1_003,
    out: 204,
  });
  expect(sumNetDev(head + row('lo', 5, 6))).toBeNull();
  expect(sumNetDev('eth0:99999999999 1 0 0 0 0 0 0 7 1')).toEqual({ in: 99_999_999_999, out: 7 });
});

test('the load lies between two moments', () => {
  expect(cpuPercent({ idle: 100, total: 200 }, { idle: 150, total: 300 })).toBe(50);
  expect(cpuPercent({ idle: 100, total: 200 }, { idle: 100, total: 200 })).toBeNull();
});
