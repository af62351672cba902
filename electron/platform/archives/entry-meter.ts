import { Transform } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { failureError } from '../files/failure-error.ts';
import { archiveLimits } from './limits.ts';

/** Bytes that came out of all entries of one archive so far, each entry at its largest. */
export interface UnpackedTotal {
  add(entry: string, bytes: number): number;
}

/** Reading an entry twice does not count twice, so that checking and then extracting stays within the limit. */
export function createUnpackedTotal(): UnpackedTotal {
  const seen = new Map<string, number>();
  let total = 0;
  return {
    add(entry, bytes) {
      const before = seen.get(entry) ?? 0;
      if (bytes > before) {
        seen.set(entry, bytes);
        total += bytes - before;
      }
      return total;
    },
  };
}

interface Expected {
  file: string;
  entry: string;
  packedBytes: number;
  bytes: number;
  crc32: number;
}

/** Passes an entry's bytes on while they stay within the guards; errors with a failure as cause when they do not. */
export function createEntryMeter(expected: Expected, unpacked: UnpackedTotal): Transform {
  const { file, entry } = expected;
  let bytes = 0;
  let crc = 0;
  const check = (): Failure | null => {
    if (bytes > expected.packedBytes * archiveLimits.ratio) {
      return failure('ARCHIVE_RATIO', { file, entry, limit: archiveLimits.ratio });
    }
    if (unpacked.add(entry, bytes) > archiveLimits.unpackedBytes) {
      return failure('ARCHIVE_TOO_LARGE', { file, limit: archiveLimits.unpackedBytes });
    }
    return bytes > expected.bytes ? failure('ARCHIVE_HEADERS_DISAGREE', { file, entry }) : null;
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      crc = crc32(chunk, crc);
      const broken = check();
      if (broken === null) done(null, chunk);
      else done(failureError(broken));
    },
    flush(done) {
      if (bytes !== expected.bytes || crc !== expected.crc32) {
        const what = `"${entry}" does not match its checksum`;
        done(failureError(failure('ARCHIVE_TRUNCATED', { file, what })));
      } else {
        done();
      }
    },
  });
}
