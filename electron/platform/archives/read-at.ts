import { buffer } from 'node:stream/consumers';
import type { ZipFile } from 'yauzl';

/** Up to `count` raw bytes of the file behind `zip`, fewer at its end. */
export function readAt(zip: ZipFile, at: number, count: number): Promise<Buffer> {
  const bytes = Math.max(0, Math.min(count, zip.fileSize - at));
  return new Promise((resolve, reject) => {
    zip.openReadStreamLowLevel(at, bytes, 0, bytes, false, null, (error, stream) => {
      if (error === null) buffer(stream).then(resolve, reject);
      else reject(error);
    });
  });
}
