import type { Address } from '#shared/gateway-api/configuration.ts';
import type { LastValue, Quality, Value } from '#shared/gateway-api/values.ts';
import type { Reading } from '../drivers/drivers-port.ts';
import { valueText } from './value-text.ts';

/** An address has another good value than before. */
export interface Change {
  address: string;
  value: Value;
  /** The first good one since the gateway application started. */
  first: boolean;
}

/** The last value of each address. */
export interface LastValues {
  /** Keeps readings of known addresses; answers those whose good value is another one now. */
  take(readings: readonly Reading[]): Change[];
  /** As the API shows it. */
  view(address: Address): LastValue;
  /** The last good value, however old; null when there was none. */
  good(id: string): Value | null;
  /** What is known of an address does not hold any more: it is gone, or means something else. */
  forget(id: string): void;
}

interface Entry {
  value: Value | null;
  /** UTC epoch milliseconds. */
  at: number | null;
  quality: Quality;
  reason: string | null;
  /** The last good value; `value` may be a bad one. */
  good: Value | null;
}

/** `isKnown`: whether the configuration has an address with this id. */
export function createLastValues(isKnown: (id: string) => boolean): LastValues {
  const entries = new Map<string, Entry>();
  const none: Entry = { value: null, at: null, quality: 'none', reason: null, good: null };

  const takeOne = ({ id, value, at, quality, reason: given }: Reading): Change | null => {
    const reason = given ?? null;
    const before = entries.get(id) ?? none;
    if (value === null) {
      // The last known value stays; only what is thought of it changes.
      const unread = quality === 'bad' ? 'bad' : 'none';
      entries.set(id, { ...before, quality: before.value === null ? unread : quality, reason });
      return null;
    }
    const isGood = quality === 'good';
    entries.set(id, { value, at, quality, reason, good: isGood ? value : before.good });
    return isGood && value !== before.good ? { address: id, value, first: before.good === null } : null;
  };
  return {
    take: (readings) => readings.flatMap((reading) => (isKnown(reading.id) ? (takeOne(reading) ?? []) : [])),
    view({ id, unit }) {
      const { value, at, quality, reason } = entries.get(id) ?? none;
      const ts = at === null ? null : new Date(at).toISOString();
      return { id, value, value_string: valueText(value, unit), ts, quality, reason };
    },
    good: (id) => entries.get(id)?.good ?? null,
    forget: (id) => void entries.delete(id),
  };
}
