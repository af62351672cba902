import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Numbers of one address over a stretch of time; times never go back within it. */
export interface Samples {
  /** UTC epoch milliseconds. */
  times: number[];
  values: number[];
}

/*
 * A block is, deflated:
 *   varint   count
 *   varint   time of the first sample
 *   varint   each further time, as milliseconds since the one before
 *   8 planes of `count` bytes: byte 0 of all values, then byte 1 … of each value's float64 XORed with the one before.
 * What does not change becomes runs of zeros that deflate takes away; apart in planes, so do sign, exponent and the low bytes
 * of numbers that were 32-bit or integers.
 */

const bytesOfValue = 8;

export function encodeBlock({ times, values }: Samples): Buffer {
  const count = times.length;
  const head: number[] = [];
  pushVarint(head, count);
  let before = 0;
  for (const time of times) {
    pushVarint(head, time - before);
    before = time;
  }
  const raw = new Uint8Array(Float64Array.from(values).buffer);
  const planes = new Uint8Array(count * bytesOfValue);
  for (let index = 0; index < raw.length; index++) {
    const previous = index < bytesOfValue ? 0 : (raw[index - bytesOfValue] ?? 0);
    planes[(index % bytesOfValue) * count + Math.floor(index / bytesOfValue)] = (raw[index] ?? 0) ^ previous;
  }
  return deflateRawSync(Buffer.concat([Uint8Array.from(head), planes]));
}

/** Throws for bytes that {@link encodeBlock} did not make. */
export function decodeBlock(block: Uint8Array): Samples {
  const bytes = inflateRawSync(block);
  const at = { offset: 0 };
  const count = readVarint(bytes, at);
  if (bytes.length < count * bytesOfValue) throw new Error('the block is too short');
  const times: number[] = [];
  let time = 0;
  for (let index = 0; index < count; index++) {
    time += readVarint(bytes, at);
    times.push(time);
  }
  const raw = new Uint8Array(count * bytesOfValue);
  for (let index = 0; index < raw.length; index++) {
    const previous = index < bytesOfValue ? 0 : (raw[index - bytesOfValue] ?? 0);
    const plane = bytes[at.offset + (index % bytesOfValue) * count + Math.floor(index / bytesOfValue)] ?? 0;
    raw[index] = plane ^ previous;
  }
  return { times, values: [...new Float64Array(raw.buffer)] };
}

/** Seven bits a byte, the low ones first. By division: times have more than 32 bits. */
function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}

function readVarint(bytes: Uint8Array, at: { offset: number }): number {
  let value = 0;
  for (let factor = 1; ; factor *= 0x80) {
    const byte = bytes[at.offset++];
    if (byte === undefined) throw new Error('the block ends in the middle');
    value += (byte % 0x80) * factor;
    if (byte < 0x80) return value;
  }
}
