import type { Address } from '#shared/gateway-api/configuration.ts';
import type { Value } from '#shared/gateway-api/values.ts';
import { done, type Outcome, refused } from '../outcome.ts';

/** Between what a device holds and what people see: value = raw × scale + offset (numbers only), in the address's type. */

/** As a driver read it; 64-bit integers come as bigint. */
export type RawValue = number | bigint | boolean | string;
type Shape = Pick<Address, 'type' | 'scale' | 'offset'>;

const truths = ['true', 'on', '1'];
const falsehoods = ['false', 'off', '0'];

/** Fails for what is no number, boolean or text that the address could show. */
export function valueOfRaw(address: Shape, raw: RawValue): Outcome<Value> {
  if (address.type === 'string') return done(String(raw));
  if (address.type === 'boolean') return booleanOf(raw);
  const number = numberOf(raw);
  if (!number.ok) return number;
  const value = scaled(number.value, address);
  // + 0: there is no negative zero on a device.
  return Number.isFinite(value) ? done(value + 0) : refused(`${value} is not a number that can be shown`);
}

/** 302 × 0.1 is 30.2 for people: the last digits that only binary fractions make are rounded off. */
function scaled(raw: number, { scale = 1, offset = 0 }: Shape): number {
  return scale === 1 && offset === 0 ? raw : Number((raw * scale + offset).toPrecision(15));
}

/** The way back. A number stays a number (the driver rounds where the device wants an integer). */
export function rawOfValue(address: Shape, value: Value): Outcome<Value> {
  const fitting = fitValue(address.type, value);
  if (!fitting.ok || typeof fitting.value !== 'number') return fitting;
  const raw = (fitting.value - (address.offset ?? 0)) / (address.scale ?? 1);
  return Number.isFinite(raw) ? done(raw + 0) : refused(`${fitting.value} is out of range`);
}

/** What somebody wants to write, in the type of the address: 0 and 1 are false and true, a boolean is 0 or 1. */
export function fitValue(type: Address['type'], value: Value): Outcome<Value> {
  if (typeof value === 'number' && !Number.isFinite(value)) return refused('it is not a finite number');
  if (typeof value === type) return done(value);
  if (type === 'number' && typeof value === 'boolean') return done(value ? 1 : 0);
  if (type === 'boolean' && (value === 0 || value === 1)) return done(value === 1);
  if (type === 'string' && typeof value === 'number') return done(String(value));
  return refused(`a ${type} is needed, not ${JSON.stringify(value).slice(0, 100)}`);
}

function booleanOf(raw: RawValue): Outcome<boolean> {
  if (typeof raw !== 'string') return done(Boolean(raw));
  const text = raw.trim().toLowerCase();
  if (truths.includes(text)) return done(true);
  return falsehoods.includes(text)
    ? done(false)
    : refused(`"${raw.slice(0, 100)}" is neither true nor false`);
}

function numberOf(raw: RawValue): Outcome<number> {
  if (typeof raw !== 'string') return done(Number(raw));
  const number = raw.trim() === '' ? Number.NaN : Number(raw);
  return Number.isFinite(number) ? done(number) : refused(`"${raw.slice(0, 100)}" is not a number`);
}
