import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeBit,
  decodeRegisters,
  encodeRegisters,
} from '../../../../../../electron/gateway/supervision/drivers/modbus/registers.ts';
import { byteOrders } from '../../../../../../shared/gateway-api/drivers/modbus-notation.ts';

type Encodable = Parameters<typeof encodeRegisters>[0];
const order = fc.constantFrom(...byteOrders);
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const decoded = (format: Encodable, bytes: Buffer, in_: (typeof byteOrders)[number] = 'abcd') => {
  const outcome = decodeRegisters(format, in_, bytes);
  return outcome.ok ? outcome.value : outcome.reason;
};

test('known bytes are known values', () => {
  expect(decoded({ kind: 'float32' }, hex('41ac 0000'))).toBe(21.5);
  expect(decoded({ kind: 'float32' }, hex('3dcc cccd'))).toBe(0.1);
  expect(decoded({ kind: 'float32' }, hex('0000 41ac'), 'cdab')).toBe(21.5);
  expect(decoded({ kind: 'float32' }, hex('ac41 0000'), 'badc')).toBe(21.5);
  expect(decoded({ kind: 'float32' }, hex('0000 ac41'), 'dcba')).toBe(21.5);
  expect(decoded({ kind: 'int16' }, hex('ff85'))).toBe(-123);
  expect(decoded({ kind: 'uint32' }, hex('0001 0002'))).toBe(65_538);
  expect(decoded({ kind: 'uint64' }, hex('ffff ffff ffff ffff'))).toBe(2n ** 64n - 1n);
  expect(decoded({ kind: 'int64' }, hex('0001 0000 0000 0000'), 'cdab')).toBe(1n);
  expect(decoded({ kind: 'string', bytes: 5 }, hex('4865 6c6c 6f21'))).toBe('Hello');
  expect(decoded({ kind: 'string', bytes: 6 }, hex('6548 6c6c 006f'), 'badc')).toBe('Hello');
  expect(decoded({ kind: 'float32' }, hex('7fc0 0000'))).toBe('the device holds no number (NaN)');
  expect(decoded({ kind: 'float64' }, hex('fff0 0000 0000 0000'))).toBe(
    'the device holds an infinite number',
  );
  expect(decodeRegisters({ kind: 'register-bit', bit: 8 }, 'abcd', hex('0100'))).toEqual({
    ok: true,
    value: true,
  });
  expect([0, 1, 2, 8, 9, 99].map((index) => decodeBit(hex('05 02'), index))).toEqual([
    true,
    false,
    true,
    false,
    true,
    false,
  ]);
});

describe('what is written is what is read', () => {
  const same = (
    format: Encodable,
    in_: (typeof byteOrders)[number],
    value: number | string,
    expected: unknown = value,
  ) => {
    const bytes = encodeRegisters(format, in_, value);
    if (!bytes.ok) throw new Error(bytes.reason);
    expect(decoded(format, bytes.value, in_)).toEqual(expected);
  };
  const ranges = {
    uint16: [0, 65_535],
    int16: [-32_768, 32_767],
    uint32: [0, 4_294_967_295],
    int32: [-2_147_483_648, 2_147_483_647],
  } as const;
  test.for(Object.keys(ranges) as (keyof typeof ranges)[])('%s', (kind) => {
    const [min, max] = ranges[kind];
    fc.assert(fc.property(fc.integer({ min, max }), order, (value, in_) => same({ kind }, in_, value)));
  });
  test('64-bit integers, exactly when they come as text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), order, (value, in_) => {
        same({ kind: 'uint64' }, in_, String(value), value);
        same({ kind: 'int64' }, in_, String(value - 2n ** 63n), value - 2n ** 63n);
      }),
    );
  });
  test('floats', () => {
    const finite = { noNaN: true, noDefaultInfinity: true };
    fc.assert(fc.property(fc.double(finite), order, (value, in_) => same({ kind: 'float64' }, in_, value)));
    fc.assert(
      fc.property(fc.float(finite), order, (value, in_) => {
        const bytes = encodeRegisters({ kind: 'float32' }, in_, value);
        if (!bytes.ok) throw new Error(bytes.reason);
        // Shown with fewer digits, and still the same float32.
        expect(Math.fround(Number(decoded({ kind: 'float32' }, bytes.value, in_))) === value).toBe(true);
      }),
    );
  });
  test('text', () => {
    const text = fc.string({ maxLength: 20 }).filter((one) => !one.includes('\0') && one === one.trimEnd());
    fc.assert(fc.property(text, order, (value, in_) => same({ kind: 'string', bytes: 21 }, in_, value)));
  });
});

test('what has no room is refused and not cut', () => {
  const refused = (format: Encodable, value: number | string | boolean) => {
    const outcome = encodeRegisters(format, 'abcd', value);
    return outcome.ok ? outcome.value : outcome.reason;
  };
  expect(refused({ kind: 'uint16' }, 65_536)).toContain('out of range of uint16 (0…65535)');
  expect(refused({ kind: 'uint16' }, -1)).toContain('out of range');
  expect(refused({ kind: 'int64' }, 1e30)).toContain('out of range');
  expect(refused({ kind: 'float32' }, 1e39)).toContain('out of range of float32');
  expect(refused({ kind: 'int16' }, 'warm')).toContain('not a finite number');
  expect(refused({ kind: 'int16' }, '')).toContain('a number is needed');
  expect(refused({ kind: 'string', bytes: 4 }, 'Hello')).toContain('there is room for 4');
  expect(refused({ kind: 'string', bytes: 4 }, 'äöü')).toContain('takes 6 bytes');
});
