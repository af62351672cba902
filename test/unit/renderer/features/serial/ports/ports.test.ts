import { describe, expect, test } from 'vitest';
import { consoleHabitsDefaults, lineSettingsDefaults } from '#shared/bridge/serial-ports.ts';
import { settingsFor } from '../../../../../../renderer/features/serial/ports/device-settings.ts';
import {
  lineWords,
  makerWords,
  usbWords,
} from '../../../../../../renderer/features/serial/ports/line-words.ts';
import { portState, remedies } from '../../../../../../renderer/features/serial/ports/port-state.ts';
import { parseBaudRate } from '../../../../../../renderer/lib/domain/baud-rate.ts';
import { ports } from '../../../../../e2e/screens/serial-fixtures.ts';

test('a rate is any number that the contract takes, however people group its digits', () => {
  expect(parseBaudRate('115200')).toBe(115_200);
  expect(parseBaudRate(' 1 500 000 ')).toBe(1_500_000);
  expect(parseBaudRate('49')).toBeNull();
  expect(parseBaudRate('20000001')).toBeNull();
  expect(parseBaudRate('fast')).toBeNull();
  expect(parseBaudRate('')).toBeNull();
});

test('the line as it stands on device labels', () => {
  expect(lineWords(lineSettingsDefaults)).toBe('115200 8N1');
  expect(
    lineWords({ baudRate: 9_600, dataBits: 7, parity: 'even', stopBits: 2, flowControl: 'rtscts' }),
  ).toBe('9600 7E2, RTS/CTS');
});

test('maker and product, as far as the adapter tells', () => {
  const [boiler, , plain] = ports;
  expect(boiler && makerWords(boiler)).toBe('FTDI FT232R USB UART');
  expect(makerWords({ manufacturer: 'FTDI', product: 'FTDI cable' })).toBe('FTDI cable');
  expect(plain && [makerWords(plain), usbWords(plain)]).toEqual([null, null]);
  expect(boiler && usbWords(boiler)).toBe('0403:6001');
});

describe('what a port is opened with', () => {
  const profile = {
    identity: 'usb:1:2:3',
    label: 'meter',
    settings: { ...lineSettingsDefaults, baudRate: 9_600 },
    habits: { ...consoleHabitsDefaults, newline: 'crlf' as const },
  };

  test('the profile of its device', () => {
    expect(settingsFor('usb:1:2:3', [profile])).toMatchObject({
      label: 'meter',
      known: true,
      settings: { baudRate: 9_600 },
    });
  });

  test('otherwise what most devices use', () => {
    expect(settingsFor(undefined, [profile])).toMatchObject({ known: false, settings: lineSettingsDefaults });
  });
});

test('a port says who has it, or what keeps it from being opened; a remedy stands there once', () => {
  const [boiler, meter, denied, held] = ports;
  expect(boiler && portState(boiler)).toEqual({ mark: 'good', words: 'console boiler room' });
  expect(meter && portState(meter)).toEqual({ mark: 'idle', words: 'free' });
  expect(denied && portState(denied).words).toBe('no permission');
  expect(held && portState(held).words).toBe('in use by minicom');
  const twice = denied ? [denied, { obstacle: denied.obstacle }] : [];
  expect(remedies([...ports, ...twice])).toEqual([denied?.obstacle]);
});
