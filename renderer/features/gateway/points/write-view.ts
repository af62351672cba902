import type { Address } from '#shared/gateway-api/configuration.ts';
import type { LastValue, Value } from '#shared/gateway-api/values.ts';

/** What was typed as a value of the address's type; or what is wrong with it. */
export function parseTyped(
  type: Address['type'],
  text: string,
): { ok: true; value: Value } | { ok: false; why: string | null } {
  if (type === 'string') return { ok: true, value: text };
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, why: null };
  if (type === 'boolean') {
    if (/^(1|true|on)$/i.test(trimmed)) return { ok: true, value: true };
    if (/^(0|false|off)$/i.test(trimmed)) return { ok: true, value: false };
    return { ok: false, why: 'On or off is needed.' };
  }
  // A comma is how half of the world writes the point.
  const number = /^[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?$/i.test(trimmed)
    ? Number(trimmed.replace(',', '.'))
    : Number.NaN;
  return Number.isFinite(number) ? { ok: true, value: number } : { ok: false, why: 'A number is needed.' };
}

/** 32-bit floats and scaled integers come back a little different from what was sent. */
const tolerance = 1e-5;

export function sameValue(sent: Value, read: Value): boolean {
  if (typeof sent === 'number' && typeof read === 'number') {
    return Math.abs(sent - read) <= tolerance * Math.max(1, Math.abs(sent), Math.abs(read));
  }
  return sent === read;
}

export interface WriteOutcome {
  mark: 'good' | 'warning' | 'bad';
  title: string;
  text: string;
}

/** How a write ended, by what was read back; success is what was verified. */
export function writeOutcome(sent: Value, readBack: LastValue): WriteOutcome {
  const reason = readBack.reason ? ` ${readBack.reason}.` : '';
  if (readBack.quality !== 'good' || readBack.value === null) {
    return {
      mark: 'warning',
      title: 'It was sent, but not confirmed',
      text: `The value could not be read back (${readBack.quality}).${reason}`,
    };
  }
  if (!sameValue(sent, readBack.value)) {
    return {
      mark: 'warning',
      title: `The device holds ${readBack.value_string}`,
      text: `${String(sent)} was sent. The device limits or rounds it, or something else writes to it.${reason}`,
    };
  }
  return {
    mark: 'good',
    title: `Read back ${readBack.value_string}`,
    text: 'The device holds what was written.',
  };
}

/** Why nobody can write to it, whoever asks; null when it can be written. */
export function whyNotWritable(address: Pick<Address, 'writable' | 'enabled'>): string | null {
  if (!address.enabled) return 'This address is disabled.';
  return address.writable
    ? null
    : 'This address may only be read. Whether it may be written is set under Edit.';
}
