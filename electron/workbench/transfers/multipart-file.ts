import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

/** Large enough that a fast link is not held up by reads, small enough that a transfer stays within a few MiB. */
const chunkBytes = 512 * 1024;

/** One file as multipart/form-data with a length that is known before the first byte is sent. */
export interface MultipartFile {
  headers: Readonly<Record<string, string>>;
  /** A fresh stream from the beginning, for an upload that is made again. */
  open(listen: { onBytes: (fileBytes: number) => void; onLastByte: () => void }): Readable;
}

/** The file shrank while it was sent: what was announced can no longer be kept. */
export class FileChangedError extends Error {}

export function createMultipartFile(file: { path: string; name: string; bytes: number }): MultipartFile {
  const boundary = `gatewright-${randomBytes(16).toString('hex')}`;
  // Quotes and line ends would break out of the header (RFC 7578 §4.2 leaves them to percent-encoding).
  const name = file.name.replace(/["\r\n]/g, (char) => encodeURIComponent(char));
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n` +
      'Content-Type: application/octet-stream\r\n\r\n',
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);

  async function* parts(listen: { onBytes: (fileBytes: number) => void; onLastByte: () => void }) {
    yield head;
    let sent = 0;
    if (file.bytes > 0) {
      const source = createReadStream(file.path, { highWaterMark: chunkBytes, end: file.bytes - 1 });
      for await (const chunk of source) {
        yield chunk;
        // Back here when the socket took it: what is counted was really handed over.
        sent += chunk.length;
        listen.onBytes(sent);
      }
    }
    if (sent !== file.bytes) throw new FileChangedError(`${sent} of ${file.bytes} bytes`);
    // From the closing boundary on the gateway may act on the file.
    listen.onLastByte();
    yield tail;
  }

  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(head.length + file.bytes + tail.length),
    },
    open: (listen) => Readable.from(parts(listen), { objectMode: false, highWaterMark: chunkBytes }),
  };
}
