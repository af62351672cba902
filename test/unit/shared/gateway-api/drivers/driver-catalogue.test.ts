import { expect, test } from 'vitest';
import { isKnownDriver } from '../../../../../electron/gateway/supervision/drivers/known-drivers.ts';
import {
  addressTrouble,
  driverCatalogue,
  driverKind,
  settingsTrouble,
} from '../../../../../shared/gateway-api/drivers/driver-catalogue.ts';

test('every example of a driver is an address of it', () => {
  for (const [name, kind] of Object.entries(driverCatalogue)) {
    for (const example of kind.examples) {
      expect(addressTrouble(name, { address: example, settings: {} }), example).toBeNull();
    }
    expect(isKnownDriver(name)).toBe(true);
    expect(addressTrouble(name, { address: '#', settings: {} }), name).not.toBeNull();
  }
});

test('says what is wrong with settings and addresses', () => {
  expect(settingsTrouble('modbus', { transport: 'tcp', host: 'plc' })).toBeNull();
  expect(settingsTrouble('modbus', { transport: 'tcp' })).toContain('host');
  expect(settingsTrouble('modbus', { transport: 'tcp', host: 'plc', prot: 1 })).toContain('prot');
  expect(settingsTrouble('modbus', { transport: 'rtu', path: '/dev/ttyS0', baudRate: 1 })).toContain(
    'baudRate',
  );
  expect(settingsTrouble('mqtt', { url: 'mqtt://broker:1883' })).toBeNull();
  expect(settingsTrouble('mqtt', { url: 'http://broker' })).toContain('url');
  expect(addressTrouble('system', { address: '#cpu', settings: {}, writable: true })).toContain(
    'cannot be written',
  );
  expect(addressTrouble('modbus', { address: 'coil:1', settings: { uint: 1 } })).toContain('uint');
  expect(addressTrouble('quantum-bus', { address: 'anything', settings: {} })).toBeNull();
  expect(driverKind('constructor')).toBeNull();
});

test('the simulator says in its name that its values are made up', () => {
  expect(driverCatalogue.simulator.label).toContain('made-up');
});
