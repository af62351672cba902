import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { failureOf } from '#platform/files/failure-error.ts';
import { type BodyLimits, inflateBody } from '#platform/http/inflate-body.ts';

const limits: BodyLimits = { wireBytes: 1_000_000, inflatedBytes: 2_000_000 };
const mebibyte = 1024 * 1024;

async function readAll(body: Readable, encoding?: string, given = limits): Promise<Buffer | string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of inflateBody(body, encoding, given)) chunks.push(chunk);
  } catch (error) {
    const expected = failureOf(error);
    if (expected === null) throw error;
    return expected.code;
  }
  return Buffer.concat(chunks);
}

const inPieces = (bytes: Buffer, size: number): Readable =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    ),
  );

describe('the body of a request', () => {
  test('plain and gzip come out as they went in, however they are split', async () => {
    const bytes = Buffer.from('{"message":"Käse"}\n'.repeat(500));
    for (const size of [1, 7, 1_000, 100_000]) {
      expect(await readAll(inPieces(bytes, size))).toEqual(bytes);
      expect(await readAll(inPieces(bytes, size), 'identity')).toEqual(bytes);
      expect(await readAll(inPieces(gzipSync(bytes), size), 'gzip')).toEqual(bytes);
      expect(await readAll(inPieces(gzipSync(bytes), size), ' X-GZIP')).toEqual(bytes);
    }
    expect(await readAll(inPieces(Buffer.alloc(0), 1))).toEqual(Buffer.alloc(0));
  });

  test('one byte over the limit of the wire is too large, plain or packed', async () => {
    const noise = Buffer.from(Array.from({ length: 1_001 }, (_, at) => (at * 7919) % 251));
    const tight = { wireBytes: 1_000, inflatedBytes: 5_000 };
    expect(await readAll(inPieces(noise, 100), undefined, tight)).toBe('BODY_TOO_LARGE');
    expect(await readAll(inPieces(noise.subarray(1), 100), undefined, tight)).toEqual(noise.subarray(1));
    const packed = gzipSync(noise);
    expect(await readAll(inPieces(packed, 10), 'gzip', { ...tight, wireBytes: packed.length - 1 })).toBe(
      'BODY_TOO_LARGE',
    );
    expect(await readAll(inPieces(packed, 10), 'gzip', { ...tight, wireBytes: packed.length })).toEqual(
      noise,
    );
  });

  test('a gzip bomb ends at the limit after inflating, and little of it was ever in memory', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * mebibyte));
    expect(bomb.length).toBeLessThan(limits.wireBytes);
    const source = inPieces(bomb, 16_384);
    let most = 0;
    let inflated = 0;
    const started = process.memoryUsage().arrayBuffers;
    const reading = async () => {
      for await (const chunk of inflateBody(source, 'gzip', limits)) {
        inflated += chunk.length;
        most = Math.max(most, process.memoryUsage().arrayBuffers - started);
      }
    };
    await expect(reading()).rejects.toThrow(/larger than/);
    expect(inflated).toBeLessThanOrEqual(limits.inflatedBytes);
    expect(most).toBeLessThan(32 * mebibyte);
  });

  test('a gzip that breaks off, is damaged, or is none', async () => {
    const packed = gzipSync(Buffer.from('a line\n'.repeat(1_000)));
    expect(await readAll(inPieces(packed.subarray(0, -9), 20), 'gzip')).toBe('BODY_UNREADABLE');
    const damaged = Buffer.from(packed);
    damaged[20] = (damaged[20] ?? 0) ^ 0xff;
    expect(await readAll(inPieces(damaged, 20), 'gzip')).toBe('BODY_UNREADABLE');
    expect(await readAll(inPieces(Buffer.from('plain text'), 4), 'gzip')).toBe('BODY_UNREADABLE');
    expect(await readAll(inPieces(packed, 20), 'br')).toBe('BODY_UNREADABLE');
  });

  test('the source lives on after a refusal and is read off, so that the answer gets out', async () => {
    const source = inPieces(Buffer.alloc(100_000), 1_000);
    expect(await readAll(source, undefined, { wireBytes: 10, inflatedBytes: 10 })).toBe('BODY_TOO_LARGE');
    await new Promise((resolve) => source.once('end', resolve));
    expect(source.errored).toBeNull();
  });

  test('a client that goes away is no expected failure of the body', async () => {
    const source = new Readable({ read() {} });
    source.push(gzipSync(Buffer.from('x'.repeat(100))).subarray(0, 12));
    const reading = readAll(source, 'gzip');
    source.destroy(new Error('aborted'));
    await expect(reading).rejects.toThrow('aborted');
  });
});
