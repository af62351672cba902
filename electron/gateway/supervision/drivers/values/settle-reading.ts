import type { Reading } from '../driver-protocol.ts';

/**
 * A reading as it is kept: one that is `uncertain` and has no value is the last known value with the time at which it was
 * read, and `bad` when there is none.
 */
export function settleReading(reading: Reading, last: Reading | undefined): Reading {
  if (reading.quality !== 'uncertain' || reading.value !== null) return reading;
  if (last === undefined || last.value === null) return { ...reading, quality: 'bad' };
  return { ...reading, value: last.value, at: last.at };
}

/** What is told of addresses whose driver or device is gone: their last values, not sure any more. Only those that change. */
export function unsureReadings(last: Iterable<Reading>, reason: string): Reading[] {
  return [...last]
    .filter(({ quality }) => quality === 'good')
    .map((reading) => ({ ...reading, quality: 'uncertain', reason }));
}
