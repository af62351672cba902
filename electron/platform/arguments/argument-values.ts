import { isIP } from 'node:net';
import { resolve } from 'node:path';

/** The number that an option was given. Throws an Error whose message is a sentence for the person who typed it. */
export function numberOption(
  text: string,
  option: string,
  { min, max, whole = true }: { min: number; max: number; whole?: boolean },
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const fits = !whole || Number.isInteger(value);
  if (fits && value >= min && value <= max) return value;
  throw new Error(`${option} has to be a number from ${min} to ${max}, not "${text}"`);
}

/** `--cert` and `--key`, which belong together; null: neither was given. */
export function certificateOption(
  cert: string | undefined,
  key: string | undefined,
): { cert: string; key: string } | null {
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined) throw new Error('--cert and --key belong together: give both');
  return { cert: resolve(cert), key: resolve(key) };
}

/** Whether only programs of this machine reach what listens there. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}
