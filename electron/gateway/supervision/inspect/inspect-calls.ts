import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers } from '../http/call.ts';
import type { UploadSource } from '../uploads/upload-source.ts';
import { type InspectFileOptions, inspectFile } from './inspect-file.ts';

/** `POST /system/inspect`: a file, a resumable upload, or a snapshot of this gateway. Nothing is kept or applied. */
export const inspectCalls = (
  options: InspectFileOptions & { source: UploadSource },
): Pick<Handlers, 'inspect'> => ({
  async inspect(call) {
    const path = join(options.uploadsFolder, `inspect-${randomUUID()}`);
    try {
      const received = await options.source.of(call).receive(path);
      if (!received.ok) return { failure: received.failure };
      return { status: 200, body: await inspectFile(received.value, options) };
    } finally {
      await rm(path, { force: true });
    }
  },
});
