import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseModbusAddress } from '../../../../../shared/gateway-api/drivers/modbus-notation.ts';

const read = (text: string) => {
  const parsed = parseModbusAddress(text);
  return parsed.ok ? parsed.value : parsed.reason;
};

test('reads the documented forms', () => {
  const plain = { order: null, unit: null };
  expect(read('holding:100:float32')).toEqual({
    area: 'holding',
    offset: 100,
    length: 2,
    format: { kind: 'float32' },
    ...plain,
  });
  expect(read('coil:3')).toEqual({ area: 'coil', offset: 3, length: 1, format: { kind: 'bit' }, ...plain });
  expect(read('input:7:int16')).toMatchObject({ area: 'input', length: 1, format: { kind: 'int16' } });
  expect(read(' holding:0x1F ')).toMatchObject({ offset: 31, format: { kind: 'uint16' } });
  expect(read('holding:20:uint64:cdab@5')).toMatchObject({ length: 4, order: 'cdab', unit: 5 });
  expect(read('holding:4:bit15')).toMatchObject({ length: 1, format: { kind: 'register-bit', bit: 15 } });
  expect(read('holding:4:string7:badc')).toMatchObject({
    length: 4,
    format: { kind: 'string', bytes: 7 },
    order: 'badc',
  });
  expect(read('discrete:65535@255')).toMatchObject({ offset: 65_535, unit: 255 });
});

test('says what is wrong with the others', () => {
  for (const [text, reason] of [
    ['', 'is none of coil'],
    ['hold:1', 'is none of coil'],
    ['holding', 'no offset'],
    ['holding:65536', 'no offset'],
    ['holding:-1', 'no offset'],
    ['holding:1.5', 'no offset'],
    ['holding:65535:float32', 'beyond offset 65535'],
    ['holding:1:float16', 'no type'],
    ['holding:1:bit16', 'no type'],
    ['holding:1:string0', 'no type'],
    ['holding:1:string251', 'no type'],
    ['coil:1:int16', 'no type'],
    ['holding:1:int16:abcd', 'needs a type of 32 bits'],
    ['holding:1:float32:acbd', 'no type'],
    ['holding:1@256', 'no unit id'],
    ['holding:1@', 'no unit id'],
    ['holding:1@1@2', 'too many parts'],
    ['holding:1:float32:abcd:x', 'too many parts'],
    ['holding:1:__proto__', 'no type'],
    ['__proto__:1', 'is none of coil'],
  ]) {
    expect(read(text ?? ''), text).toContain(reason);
  }
});

test('never throws, and what it takes lies within the device', () => {
  const part = fc.constantFrom(
    'holding',
    'coil',
    ':',
    '@',
    '7',
    '65535',
    'float64',
    'cdab',
    'bit3',
    'string250',
    ' ',
    '0x',
    'é',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(part).map((parts) => parts.join('')),
      ),
      (text) => {
        const parsed = parseModbusAddress(text);
        if (!parsed.ok) {
          expect(parsed.reason).not.toBe('');
          return;
        }
        expect(parsed.value.offset + parsed.value.length).toBeLessThanOrEqual(65_536);
        expect(parsed.value.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 2_000 },
  );
});
