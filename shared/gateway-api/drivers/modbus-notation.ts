import { type Parsed, understood, unreadable } from './notation.ts';

/**
 * Addresses of the Modbus driver: `area:offset[:type][:order][@unit]`.
 *
 * | part | values |
 * |---|---|
 * | area | `coil`, `discrete` (single bits), `holding`, `input` (16-bit registers) |
 * | offset | 0…65535 as on the wire (register 40001 of a manual is `holding:0`); also `0x1F` |
 * | type | of registers: `uint16` (default), `int16`, `uint32`, `int32`, `uint64`, `int64`, `float32`, `float64`, `bit0`…`bit15`, `string1`…`string250` (bytes) |
 * | order | of the bytes of 32 and 64 bits and of text: `abcd` (default), `cdab` (low word first), `badc` (bytes swapped), `dcba` (both) |
 * | unit | 0…255; the instance's own where absent |
 */

export const modbusAreas = ['coil', 'discrete', 'holding', 'input'] as const;
export type ModbusArea = (typeof modbusAreas)[number];

export const byteOrders = ['abcd', 'cdab', 'badc', 'dcba'] as const;
export type ByteOrder = (typeof byteOrders)[number];

const numberTypes = {
  uint16: 1,
  int16: 1,
  uint32: 2,
  int32: 2,
  uint64: 4,
  int64: 4,
  float32: 2,
  float64: 4,
} as const;
type NumberType = keyof typeof numberTypes;

export type ModbusFormat =
  | { kind: 'bit' }
  | { kind: NumberType }
  | { kind: 'register-bit'; bit: number }
  | { kind: 'string'; bytes: number };

export interface ModbusAddress {
  area: ModbusArea;
  /** Of the first bit or register, from 0. */
  offset: number;
  /** Bits or registers. */
  length: number;
  format: ModbusFormat;
  order: ByteOrder | null;
  unit: number | null;
}

const isNumberType = (text: string): text is NumberType => Object.hasOwn(numberTypes, text);
const isByteOrder = (text: string): text is ByteOrder => (byteOrders as readonly string[]).includes(text);
const isArea = (text: string): text is ModbusArea => (modbusAreas as readonly string[]).includes(text);

export function parseModbusAddress(text: string): Parsed<ModbusAddress> {
  const [place = '', unitText, ...more] = text.trim().split('@');
  const [area = '', offsetText = '', ...rest] = place.split(':');
  if (more.length > 0 || rest.length > 2) return unreadable('there are too many parts');
  if (!isArea(area)) return unreadable(`"${area}" is none of ${modbusAreas.join(', ')}`);
  const offset = wholeNumber(offsetText, 65_535);
  if (offset === null) return unreadable(`"${offsetText}" is no offset from 0 to 65535`);
  const unit = unitText === undefined ? null : wholeNumber(unitText, 255);
  if (unitText !== undefined && unit === null) return unreadable(`"${unitText}" is no unit id from 0 to 255`);
  const orderText = rest.at(-1) ?? '';
  const order = isByteOrder(orderText) ? orderText : null;
  const typeTexts = order === null ? rest : rest.slice(0, -1);
  const format = formatOf(area, typeTexts);
  if (format === null) return unreadable(`"${rest.join(':')}" is no type that ${area} can have`);
  const length = registersOf(format);
  if (offset + length > 65_536) return unreadable('it reaches beyond offset 65535');
  if (order !== null && length < 2) return unreadable(`an order (${order}) needs a type of 32 bits or more`);
  return understood({ area, offset, length, format, order, unit });
}

/** Digits or 0x and hex digits, up to `most`. */
function wholeNumber(text: string, most: number): number | null {
  if (!/^(\d{1,5}|0x[0-9a-f]{1,4})$/i.test(text)) return null;
  const number = Number(text);
  return number <= most ? number : null;
}

function formatOf(area: ModbusArea, texts: readonly string[]): ModbusFormat | null {
  const [text, ...more] = texts;
  if (more.length > 0) return null;
  if (area === 'coil' || area === 'discrete') return text === undefined ? { kind: 'bit' } : null;
  if (text === undefined) return { kind: 'uint16' };
  if (isNumberType(text)) return { kind: text };
  const [, bit] = /^bit(\d|1[0-5])$/.exec(text) ?? [];
  if (bit !== undefined) return { kind: 'register-bit', bit: Number(bit) };
  const [, bytes] = /^string([1-9]\d?|1\d\d|2[0-4]\d|250)$/.exec(text) ?? [];
  return bytes === undefined ? null : { kind: 'string', bytes: Number(bytes) };
}

function registersOf(format: ModbusFormat): number {
  if (format.kind === 'string') return Math.ceil(format.bytes / 2);
  return format.kind === 'bit' || format.kind === 'register-bit' ? 1 : numberTypes[format.kind];
}
