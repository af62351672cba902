import { Readable } from 'node:stream';
import type { UpdateEvent } from './apply-update.ts';

export interface UpdateStream {
  body: Readable;
  send(event: UpdateEvent): void;
}

interface UpdateStreamOptions {
  heartbeatMs: number;
  /** Without numbers, comments, bytes and `error`, which are extensions: a stream that ends without `complete` says it. */
  plain: boolean;
}

/**
 * The answer to `updatesApply`: numbered events, a comment every `heartbeatMs`, the end behind `complete` or `error`. A reader
 * that goes away changes nothing for the update.
 */
export function createUpdateStream({ heartbeatMs, plain }: UpdateStreamOptions): UpdateStream {
  const comment = (text: string) => plain || body.push(`: ${text}\n\n`);
  const heartbeat = setInterval(() => comment('alive'), heartbeatMs);
  const body = new Readable({
    read() {},
    destroy(error, done) {
      clearInterval(heartbeat);
      done(error);
    },
  });
  let id = 0;
  // Tells proxies and clients at once that the line is open.
  comment('open');
  return {
    body,
    send({ event, data }) {
      if (body.destroyed) return;
      id += 1;
      const documented = plain ? withoutBytes(data) : data;
      const text = `event: ${event}\ndata: ${JSON.stringify(documented)}\n\n`;
      if (!plain) body.push(`id: ${id}\n${text}`);
      else if (event !== 'error') body.push(text);
      if (event === 'progress') return;
      clearInterval(heartbeat);
      body.push(null);
    },
  };
}

function withoutBytes(data: UpdateEvent['data']): object {
  if (!('step' in data)) return data;
  const { step, progress } = data;
  return { step, progress };
}
