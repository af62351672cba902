import { describe, expect, test } from 'vitest';
import { driverCatalogue } from '#shared/gateway-api/drivers/driver-catalogue.ts';
import {
  addressShapes,
  driverShapes,
} from '../../../../../../renderer/features/gateway/points/known-drivers.ts';
import {
  inShape,
  parseSettings,
  shapeOf,
  withField,
} from '../../../../../../renderer/features/gateway/points/settings-form.ts';

const fieldOf = (driver: string, name: string, shape = 0) => {
  const field = driverShapes(driver)[shape]?.fields.find((entry) => entry.name === name);
  if (!field) throw new Error(`${driver} has no ${name}`);
  return field;
};

describe('forms of the drivers', () => {
  test('every setting of every driver has a field with a title of its own', () => {
    for (const driver of Object.keys(driverCatalogue)) {
      for (const { fields } of [...driverShapes(driver), ...addressShapes(driver)]) {
        for (const field of fields) expect(field.title, `${driver}.${field.name}`).not.toBe(field.name);
      }
    }
  });

  test('fields are what their schemas say', () => {
    expect(fieldOf('modbus', 'host')).toMatchObject({ kind: 'text', required: true });
    expect(fieldOf('modbus', 'port')).toMatchObject({
      kind: 'number',
      required: false,
      fallback: '502',
      max: 65_535,
    });
    expect(fieldOf('modbus', 'order')).toMatchObject({ kind: 'choice', numeric: false });
    expect(fieldOf('modbus', 'parity', 1)).toMatchObject({ kind: 'choice', fallback: 'none' });
    expect(fieldOf('mqtt', 'qos')).toMatchObject({ kind: 'choice', numeric: true });
    expect(fieldOf('mqtt', 'password').kind).toBe('secret');
    expect(fieldOf('mqtt', 'ca').kind).toBe('long-text');
    expect(fieldOf('modbus', 'writeMultiple')).toMatchObject({ kind: 'switch', on: false });
  });

  test('a driver that is not known has no form', () => expect(driverShapes('opcua')).toEqual([]));

  test('what the form makes is taken by the driver', () => {
    const shapes = driverShapes('modbus');
    const [tcp, rtu] = shapes;
    if (!tcp || !rtu) throw new Error('two ways to connect');
    let settings = withField(inShape({}, tcp), fieldOf('modbus', 'host'), '10.0.0.60');
    settings = withField(settings, fieldOf('modbus', 'unit'), 7);
    expect(driverCatalogue.modbus.settings.safeParse(settings).success).toBe(true);
    const serial = withField(inShape(settings, rtu), fieldOf('modbus', 'path', 1), '/dev/ttyUSB0');
    expect(serial).toEqual({ transport: 'rtu', unit: 7, path: '/dev/ttyUSB0' });
    expect(driverCatalogue.modbus.settings.safeParse(serial).success).toBe(true);
    expect(shapeOf(shapes, serial)).toBe(rtu);
  });

  test('choices of numbers are numbers, emptied fields are gone', () => {
    expect(withField({}, fieldOf('mqtt', 'qos'), '2')).toEqual({ qos: 2 });
    expect(withField({ qos: 2 }, fieldOf('mqtt', 'qos'), null)).toEqual({});
    expect(withField({ host: 'x' }, fieldOf('modbus', 'host'), '')).toEqual({});
  });
});

describe('settings as JSON', () => {
  test.each(['[1]', '7', 'null', '{"a":'])('%s is refused', (text) =>
    expect(parseSettings(text).ok).toBe(false),
  );
  test('an empty field is empty settings', () => expect(parseSettings(' ')).toEqual({ ok: true, value: {} }));
});
