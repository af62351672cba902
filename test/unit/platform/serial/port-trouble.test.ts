import { describe, expect, test } from 'vitest';
import { lineSettingsDefaults } from '#shared/bridge/serial-ports.ts';
import { findGroup } from '../../../../electron/platform/serial/owning-group.ts';
import {
  checkPort,
  type DeviceFacts,
  openTrouble,
} from '../../../../electron/platform/serial/port-trouble.ts';

const denied = () => Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES' }));

/** A device as `ls -l` would show it. */
const device = (given: { mode?: number; gid?: number; listsUs?: boolean } = {}): DeviceFacts => ({
  stat: async () => ({
    mode: 0o020_000 | (given.mode ?? 0o660),
    gid: given.gid ?? 20,
    isCharacterDevice: () => true,
  }),
  mayUse: denied,
  groups: async () => ({ name: 'dialout', listsUs: given.listsUs ?? false }),
});

describe('a port that cannot be opened', () => {
  test('for want of permission names the group of the device and the command that joins it', async () => {
    const refused = await checkPort('/dev/ttyUSB0', device());
    expect(refused).toMatchObject({ ok: false, failure: { code: 'SERIAL_NO_PERMISSION' } });
    if (refused.ok) return;
    expect(refused.failure.message).toBe(
      'This account may not use /dev/ttyUSB0: it belongs to the group dialout. Run "sudo usermod -aG dialout $USER", then log out and in again.',
    );
    expect(refused.failure.context).toMatchObject({
      group: 'dialout',
      command: 'sudo usermod -aG dialout $USER',
    });
  });

  test('tells an account that is in the group already to log in again', async () => {
    const refused = await checkPort('/dev/ttyUSB0', device({ listsUs: true }));
    expect(!refused.ok && refused.failure.message).toContain('Log out and in again.');
    expect(!refused.ok && refused.failure.message).not.toContain('usermod');
  });

  test.each([{ gid: 0 }, { mode: 0o600 }])('offers no group that would not help: %o', async (given) => {
    const refused = await checkPort('/dev/ttyS0', device(given));
    expect(!refused.ok && refused.failure.message).toContain('Ask the administrator');
  });

  test('is not there, or is something else', async () => {
    expect(await checkPort('/dev/ttyNOTHERE')).toMatchObject({ failure: { code: 'SERIAL_NOT_THERE' } });
    expect(await checkPort('/etc/passwd')).toMatchObject({ failure: { code: 'SERIAL_NOT_A_PORT' } });
    expect(await checkPort('COM7')).toMatchObject({ ok: true });
  });

  test.each([
    ['Error Resource temporarily unavailable Cannot lock port', 'SERIAL_IN_USE'],
    ['Error: Device or resource busy, cannot open /dev/ttyUSB0', 'SERIAL_IN_USE'],
    ['Opening COM3: Access denied', 'SERIAL_IN_USE'],
    ['Opening COM3: File not found', 'SERIAL_NOT_THERE'],
    ['Error: Permission denied, cannot open /dev/ttyUSB0', 'SERIAL_NO_PERMISSION'],
    ['Error: Inappropriate ioctl for device setting custom baud rate of 115200', 'SERIAL_NOT_A_PORT'],
    ['Error: Invalid argument || while setting custom baud rate of 7', 'SERIAL_SETTINGS_REFUSED'],
    ['Error: Input/output error, cannot open /dev/ttyUSB0', 'SERIAL_REFUSED'],
  ])('"%s" is %s', async (message, code) => {
    const trouble = await openTrouble('/dev/ttyNONE', lineSettingsDefaults, new Error(message), device());
    expect(trouble.code).toBe(code);
    expect(trouble.message).not.toMatch(/[{}]|Error/);
  });
});

test('a group is found by its number, and with it whether we are in it', () => {
  const text = 'root:x:0:\ndialout:x:20:anna,bert\nuucp:x:200:\n';
  expect(findGroup(text, 20, 'bert')).toEqual({ name: 'dialout', listsUs: true });
  expect(findGroup(text, 200, 'bert')).toEqual({ name: 'uucp', listsUs: false });
  expect(findGroup(text, 2, 'bert')).toBeNull();
});
