import { readdir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type FoundPort, identityOf, unlistedPort } from './port-identity.ts';

/**
 * Serial ports from sysfs: what udev would say, without needing it (containers and small systems have none) and without
 * starting a program every second.
 */
export async function listLinuxPorts(roots = { sys: '/sys', dev: '/dev' }): Promise<FoundPort[]> {
  const folder = join(roots.sys, 'class/tty');
  const names = (await readdir(folder)).filter((name) => !isVirtual(name));
  const found = await Promise.all(names.map((name) => readPort(folder, name, roots.dev)));
  return found.filter((port) => port !== null);
}

/** Consoles of the screen, pseudo-terminals and the like: no cable. */
const isVirtual = (name: string): boolean => /^(tty\d*|pty.*|ptmx|console|tty[a-z]\d|vcs.*)$/.test(name);

async function readPort(folder: string, name: string, devices: string): Promise<FoundPort | null> {
  const entry = join(folder, name);
  // Without one it is a place for a port, and none is there.
  const device = await realpath(join(entry, 'device')).catch(() => null);
  if (device === null) return null;
  // The old driver makes four ports in any case; those without a chip say type 0 (PORT_UNKNOWN).
  if ((await readText(entry, 'type')) === '0') return null;
  const path = join(devices, name);
  const usb = await usbDevice(device);
  if (usb === null) return unlistedPort(path);

  const [vendorId, productId, serialNumber, manufacturer, product] = await Promise.all(
    ['idVendor', 'idProduct', 'serial', 'manufacturer', 'product'].map((field) =>
      readText(usb.folder, field),
    ),
  );
  const ids = {
    vendorId: vendorId?.toLowerCase() ?? null,
    productId: productId?.toLowerCase() ?? null,
    serialNumber: serialNumber ?? null,
  };
  const port = portNumber(usb.interface, await readText(device, 'port_number'));
  const identity = identityOf({ path, ...ids, port, location: `usb-${basename(usb.folder)}` });
  return { path, identity, manufacturer: manufacturer ?? null, product: product ?? null, ...ids };
}

/** Interface 0 and port 0 are what nearly every adapter has: they are left out of the identity. */
function portNumber(usbInterface: string, adapterPort: string | null): string | null {
  const parts = [usbInterface, adapterPort ?? '0'].map((text) => Number.parseInt(text, 16) || 0);
  return parts.every((part) => part === 0) ? null : parts.join('.');
}

/** The USB device above the port, and the number of the interface in between (`1-2:1.0` holds `bInterfaceNumber`). */
async function usbDevice(device: string): Promise<{ folder: string; interface: string } | null> {
  let usbInterface = '0';
  let folder = device;
  // A port lies three folders below its device at most; more is no USB.
  for (let up = 0; up < 4; up++) {
    usbInterface = (await readText(folder, 'bInterfaceNumber')) ?? usbInterface;
    if ((await readText(folder, 'idVendor')) !== null) return { folder, interface: usbInterface };
    folder = dirname(folder);
  }
  return null;
}

async function readText(folder: string, name: string): Promise<string | null> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => null);
  return text?.trim() || null;
}
