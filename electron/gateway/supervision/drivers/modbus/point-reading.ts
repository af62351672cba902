import type { Reading } from '../driver-protocol.ts';
import { done, type Outcome } from '../outcome.ts';
import { type RawValue, valueOfRaw } from '../values/convert-value.ts';
import { isBitArea, type ModbusPoint, type ModbusRequest } from './plan-requests.ts';
import { decodeBit, decodeRegisters } from './registers.ts';

/** Readings of all points of a request out of the data bytes of its answer. */
export const readingsOf = (request: ModbusRequest, bytes: Buffer, at: number): Reading[] =>
  request.points.map((point) => {
    const raw = rawOf(point, request.offset, bytes);
    const value = raw.ok ? valueOfRaw(point.address, raw.value) : raw;
    const { id } = point.address;
    return value.ok
      ? { id, value: value.value, at, quality: 'good' }
      : { id, value: null, at, quality: 'bad', reason: value.reason };
  });

function rawOf(point: ModbusPoint, from: number, bytes: Buffer): Outcome<RawValue> {
  const start = point.offset - from;
  if (isBitArea(point.area)) return done(decodeBit(bytes, start));
  return decodeRegisters(point.format, point.order, bytes.subarray(start * 2, (start + point.length) * 2));
}

/** `uncertain`: the device may come back; `bad`: it says that it has no such thing. */
export const failedReadings = (
  points: readonly ModbusPoint[],
  quality: 'uncertain' | 'bad',
  reason: string,
  at: number,
): Reading[] => points.map(({ address: { id } }) => ({ id, value: null, at, quality, reason }));
