import { Transform } from 'node:stream';
import { crc32 } from 'node:zlib';
import { failure } from '#shared/errors/failure.ts';
import { failureError } from '../files/failure-error.ts';

interface Claimed {
  /** The archive's name for people. */
  file: string;
  entry: string;
  bytes: number;
  crc32: number;
}

/**
 * Holds an entry to what its headers claim, on the bytes that really come out; errors with a failure as cause. The claims
 * themselves were held to the limits of ratio and total when the archive was opened, so nothing can exceed those either.
 */
export function createEntryMeter({ file, entry, ...claimed }: Claimed): Transform {
  let bytes = 0;
  let crc = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      crc = crc32(chunk, crc);
      if (bytes <= claimed.bytes) done(null, chunk);
      else done(failureError(failure('ARCHIVE_HEADERS_DISAGREE', { file, entry })));
    },
    flush(done) {
      if (bytes === claimed.bytes && crc === claimed.crc32) return done();
      const what = `"${entry}" does not match its checksum`;
      done(failureError(failure('ARCHIVE_TRUNCATED', { file, what })));
    },
  });
}
