import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';

/** Large enough that a fast link is not held up by reads. */
const chunkBytes = 512 * 1024;

export interface UploadListener {
  /** Bytes of the file that the socket has taken. */
  onBytes: (fileBytes: number) => void;
  /** The file is out; the closing boundary follows. */
  onLastByte: () => void;
}

/** One file as multipart/form-data with a length that is known before the first byte is sent. */
export interface MultipartFile {
  headers: Readonly<Record<string, string>>;
  /** A fresh body from the beginning, for an upload that is made again. To be piped, as axios does; nothing else. */
  open(listener: UploadListener): Readable;
}

/** The file shrank while it was sent: what was announced can no longer be kept. */
export class FileChangedError extends Error {}

interface Source {
  path: string;
  name: string;
  bytes: number;
}

export function createMultipartFile(file: Source): MultipartFile {
  const boundary = `gatewright-${randomBytes(16).toString('hex')}`;
  // Quotes and line ends would break out of the header (RFC 7578 §4.2 leaves them to percent-encoding).
  const name = file.name.replace(/["\r\n]/g, (char) => encodeURIComponent(char));
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n` +
      'Content-Type: application/octet-stream\r\n\r\n',
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(head.length + file.bytes + tail.length),
    },
    open(listener) {
      const body = new Readable({ read() {} });
      // Two buffers are filled and sent in turn. An ordinary stream would make a new one for every chunk, and garbage
      // of 64 MiB lies about before V8 looks at memory outside its heap.
      body.pipe = (target) => {
        const writable = target as unknown as Writable;
        send(file, head, tail, writable, listener).catch((error: Error) => body.destroy(error));
        return target;
      };
      return body;
    },
  };
}

async function send(
  file: Source,
  head: Buffer,
  tail: Buffer,
  target: Writable,
  listener: UploadListener,
): Promise<void> {
  const write = createWriter(target);
  await write(head);
  const handle = await open(file.path);
  try {
    const buffers = [Buffer.allocUnsafeSlow(chunkBytes), Buffer.allocUnsafeSlow(chunkBytes)] as const;
    let sent = 0;
    let writing = Promise.resolve();
    for (let turn: 0 | 1 = 0; sent < file.bytes; turn = turn === 0 ? 1 : 0) {
      const buffer = buffers[turn];
      const wantedBytes = Math.min(chunkBytes, file.bytes - sent);
      const { bytesRead } = await handle.read(buffer, 0, wantedBytes, sent);
      if (bytesRead === 0) throw new FileChangedError(`${sent} of ${file.bytes} bytes`);
      // The other buffer is free once the socket has taken it.
      await writing;
      sent += bytesRead;
      const soFar = sent;
      writing = write(buffer.subarray(0, bytesRead)).then(() => listener.onBytes(soFar));
      writing.catch(() => undefined);
    }
    await writing;
  } finally {
    await handle.close();
  }
  // From the closing boundary on the gateway may act on the file.
  listener.onLastByte();
  target.end(tail);
}

/** Resolves when the chunk was written through, so that its buffer may be filled again; rejects when the target closes. */
function createWriter(target: Writable): (chunk: Buffer) => Promise<void> {
  const closed = () => new Error('the connection was closed');
  let abandon: (error: Error) => void = () => undefined;
  target.once('close', () => abandon(closed()));
  return (chunk) =>
    new Promise((resolve, reject) => {
      if (target.destroyed) {
        reject(closed());
        return;
      }
      abandon = reject;
      target.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
}
