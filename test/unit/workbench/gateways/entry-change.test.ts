import { describe, expect, test } from 'vitest';
import {
  type GatewayEntry,
  unknownManagement,
} from '../../../../electron/workbench/gateways/address-book.ts';
import { changeEntry } from '../../../../electron/workbench/gateways/entry-change.ts';

const system: GatewayEntry = {
  id: '0199a1de-0000-7000-8000-000000000001',
  label: 'boiler',
  address: 'https://10.0.0.7',
  serial: null,
  prefers: 'automatic',
  username: 'admin',
  origin: 'manual',
  pinnedFingerprint: 'AB:CD',
  offers: { system: true, management: true },
  management: { ...unknownManagement, auth: 'session' },
  identity: null,
};
const byKey: GatewayEntry = {
  ...system,
  management: {
    choice: 'given',
    address: 'https://10.0.0.8/mgmt',
    auth: 'key',
    pinnedFingerprint: 'EF',
  },
};
const here = { management: null };

function change(...given: Parameters<typeof changeEntry>) {
  const changed = changeEntry(...given);
  if (!changed.ok) throw new Error(changed.failure.message);
  return changed.value;
}

describe('what becomes of an entry', () => {
  test('another label changes nothing else and keeps the session', () => {
    expect(change(system, { label: 'pump' }, here, false)).toEqual({
      entry: { ...system, label: 'pump' },
      reopens: false,
      forgetsPassword: false,
      forgetsKey: false,
    });
  });

  test('another address loses the pin, and what was found at the old place', () => {
    const { entry, reopens } = change(system, {}, { ...here, own: 'https://10.0.0.9' }, false);
    expect(entry).toMatchObject({ address: 'https://10.0.0.9', pinnedFingerprint: null });
    expect(entry.offers).toEqual({ system: true, management: false });
    expect(entry.management).toEqual(unknownManagement);
    expect(reopens).toBe(true);
  });

  test('another address keeps a management API that somebody gave', () => {
    const { entry } = change(byKey, {}, { ...here, own: 'https://10.0.0.9' }, true);
    expect(entry.management).toEqual(byKey.management);
    expect(entry.offers.management).toBe(true);
  });

  test('another user name forgets the password of the old one', () => {
    expect(change(system, { username: 'eva' }, here, false)).toMatchObject({
      forgetsPassword: true,
      reopens: true,
    });
  });

  test('a new key for the same place keeps the pin; another place does not', () => {
    const said = { key: 'sk', rememberKey: false };
    const same = { ...said, address: byKey.management.address };
    const management = byKey.management.address;
    const kept = change(byKey, { management: same }, { management }, true);
    expect(kept).toMatchObject({ reopens: true, entry: { management: { pinnedFingerprint: 'EF' } } });
    const other = { ...said, address: 'https://10.0.0.10' };
    const moved = change(byKey, { management: other }, { management: other.address }, true);
    expect(moved.entry.management.pinnedFingerprint).toBeNull();
  });

  test('without a key in the change the known one stays', () => {
    const management = { address: byKey.management.address, key: null, rememberKey: true };
    const kept = change(byKey, { management }, { management: byKey.management.address }, true);
    expect(kept.entry.management.auth).toBe('key');
  });

  test('no management API any more: its key is forgotten, and it is not looked for again', () => {
    const without = change(byKey, { management: null }, here, true);
    expect(without).toMatchObject({ forgetsKey: true, reopens: true });
    expect(without.entry.management).toEqual({ ...unknownManagement, choice: 'given' });
  });

  test('without the system API the user name goes, and a session cannot open the other', () => {
    const management = { address: null, key: 'sk', rememberKey: false };
    expect(change(system, { system: false, management }, here, false).entry).toMatchObject({
      username: '',
      offers: { system: false, management: true },
    });
    const sessionOnly = changeEntry(
      system,
      { system: false, management: { ...management, key: null } },
      here,
      false,
    );
    expect(sessionOnly).toMatchObject({ ok: false, failure: { code: 'KEY_NEEDED' } });
  });

  test.each([
    ['neither API', { system: false }, 'BRIDGE_BAD_INPUT'],
    ['no user name', { username: '' }, 'BRIDGE_BAD_INPUT'],
  ])('%s is refused', (_name, input, code) => {
    expect(changeEntry(system, input, here, false)).toMatchObject({ ok: false, failure: { code } });
  });

  test('the embedded gateway has no cable: it runs on this computer', () => {
    const serial = { port: { identity: 'usb:1', path: '/dev/ttyUSB0', label: 'USB' }, baudRate: 115_200 };
    const site: GatewayEntry = { ...system, origin: 'site' };
    expect(changeEntry(site, {}, { ...here, serial }, false)).toMatchObject({
      failure: { code: 'BRIDGE_BAD_INPUT' },
    });
    expect(changeEntry(site, { label: 'mine' }, here, false)).toMatchObject({ ok: true });
  });

  test('a session does not open a management API at another address', () => {
    const management = { address: 'https://10.0.0.8', key: null, rememberKey: false };
    const refused = changeEntry(system, { management }, { management: management.address }, false);
    expect(refused).toMatchObject({ ok: false, failure: { code: 'KEY_NEEDED' } });
  });
});

describe('the ways to a box', () => {
  const serial = {
    port: { identity: 'usb:1:2:3', path: '/dev/ttyUSB0', label: 'FT232R' },
    baudRate: 115_200,
  };

  test('a cable comes to an address, or takes its place', () => {
    expect(change(system, {}, { ...here, serial }, false)).toMatchObject({
      reopens: true,
      entry: { address: system.address, serial, pinnedFingerprint: 'AB:CD' },
    });
    expect(change(system, {}, { ...here, own: '', serial }, false).entry).toMatchObject({
      address: '',
      serial,
    });
  });

  test('another preference opens the session anew, a cable that is not named stays', () => {
    const both = { ...system, serial };
    const changed = change(both, { prefers: 'serial' }, here, false);
    expect(changed).toMatchObject({ reopens: true, entry: { serial, prefers: 'serial' } });
  });

  test('no way at all, or a key alone by the cable, is refused', () => {
    const none = changeEntry({ ...system, serial }, {}, { ...here, own: '', serial: null }, false);
    expect(none).toMatchObject({ ok: false, failure: { code: 'WAY_MISSING' } });
    const byKeyAlone = changeEntry(
      { ...byKey, serial },
      { system: false, management: { address: null, key: 'sk', rememberKey: false } },
      { ...here, own: '' },
      true,
    );
    expect(byKeyAlone).toMatchObject({ ok: false, failure: { code: 'WAY_MISSING' } });
  });
});
