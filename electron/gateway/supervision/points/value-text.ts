import type { Value } from '#shared/gateway-api/values.ts';

/** A value for people, with its unit: `21.5 °C`. Numbers carry what can be read off, not every digit of a float. */
export function valueText(value: Value | null, unit: string | undefined): string {
  if (value === null) return '';
  const text = typeof value === 'number' ? numberText(value) : String(value);
  return unit === undefined || unit === '' ? text : `${text} ${unit}`;
}

function numberText(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return String(Math.abs(value) >= 1 ? Number(value.toFixed(4)) : Number(value.toPrecision(4)));
}
