import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { listLinuxPorts } from '../../../../electron/platform/serial/linux-ports.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

/** As sysfs of a real machine, with only what is read. */
async function sysfs(files: Record<string, string>, links: Record<string, string>): Promise<string> {
  const sys = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(sys, path)), { recursive: true });
    await writeFile(join(sys, path), `${content}\n`);
  }
  for (const [path, target] of Object.entries(links)) {
    await mkdir(dirname(join(sys, path)), { recursive: true });
    await mkdir(join(sys, target), { recursive: true });
    await symlink(join(sys, target), join(sys, path));
  }
  return sys;
}

const usb = (folder: string, fields: Record<string, string>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`devices/${folder}/${name}`, value]));

test('adapters are told by maker, model and serial number; two ports of one by their interface', async () => {
  const sys = await sysfs(
    {
      ...usb('usb1/1-2', {
        ...{ idVendor: '0403', idProduct: '6010', serial: 'FT5ABC' },
        ...{ manufacturer: 'FTDI', product: 'Dual RS232' },
      }),
      'devices/usb1/1-2/1-2:1.0/bInterfaceNumber': '00',
      'devices/usb1/1-2/1-2:1.1/bInterfaceNumber': '01',
      ...usb('usb1/1-3', { idVendor: '1A86', idProduct: '7523', product: 'USB Serial' }),
      'devices/usb1/1-3/1-3:1.0/bInterfaceNumber': '00',
      'class/tty/ttyS0/type': '4',
      'class/tty/ttyS1/type': '0',
      'class/tty/tty1/active': '1',
      'class/tty/ttyAMA0/type': '32',
    },
    {
      'class/tty/ttyUSB0/device': 'devices/usb1/1-2/1-2:1.0/ttyUSB0',
      'class/tty/ttyUSB1/device': 'devices/usb1/1-2/1-2:1.1/ttyUSB1',
      'class/tty/ttyACM0/device': 'devices/usb1/1-3/1-3:1.0',
      'class/tty/ttyS0/device': 'devices/platform/serial8250',
      'class/tty/ttyS1/device': 'devices/platform/serial8250b',
      'class/tty/ttyAMA0/device': 'devices/platform/soc/fe201000.serial',
    },
  );
  const ports = await listLinuxPorts({ sys, dev: '/dev' });
  expect(Object.fromEntries(ports.map((port) => [port.path, port.identity]))).toEqual({
    '/dev/ttyUSB0': 'usb:0403:6010:FT5ABC',
    '/dev/ttyUSB1': 'usb:0403:6010:FT5ABC:1.0',
    // Without a serial number the socket has to do.
    '/dev/ttyACM0': 'by-path:usb-1-3',
    '/dev/ttyS0': 'path:/dev/ttyS0',
    '/dev/ttyAMA0': 'path:/dev/ttyAMA0',
  });
  expect(ports.find((port) => port.path === '/dev/ttyUSB0')).toMatchObject({
    ...{
      manufacturer: 'FTDI',
      product: 'Dual RS232',
      serialNumber: 'FT5ABC',
      vendorId: '0403',
      productId: '6010',
    },
  });
  expect(ports.find((port) => port.path === '/dev/ttyACM0')).toMatchObject({
    vendorId: '1a86',
    manufacturer: null,
  });
});
