import { open } from 'node:fs/promises';

/** The last `maxBytes` of a file as text. Rejects as the file system does. */
export async function readEnd(path: string, maxBytes: number): Promise<{ text: string; cut: boolean }> {
  await using file = await open(path);
  const { size } = await file.stat();
  const start = Math.max(0, size - maxBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
  return { text: buffer.subarray(0, bytesRead).toString('utf8'), cut: start > 0 };
}
