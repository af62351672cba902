import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { createFileBody } from '#platform/files/file-body.ts';

export interface UploadListener {
  /** Bytes of the file that the socket has taken. */
  onBytes: (fileBytes: number) => void;
  /** The file is out; the closing boundary follows, and from there on the gateway may act on the file. */
  onLastByte: () => void;
}

/** One file as multipart/form-data with a length that is known before the first byte is sent. */
export interface MultipartFile {
  headers: Readonly<Record<string, string>>;
  /** A fresh body from the beginning, for an upload that is made again; see {@link createFileBody}. */
  open(listener: UploadListener): Readable;
}

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
    open: (listener) => createFileBody({ path: file.path, bytes: file.bytes, head, tail, ...listener }),
  };
}
