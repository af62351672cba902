import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A cable in front of a gateway that can be pulled: forwards TCP and cuts on command or after so many bytes. */
export interface TcpCutter {
  port: number;
  /** Resets every connection once this many bytes went to the gateway in all; null: never. */
  cutAfterBytes(bytes: number | null): void;
  /** Resets every connection when the next answer comes in which this text stands: that answer is lost. */
  loseAnswerWith(text: string): void;
  /** Takes nothing more towards the gateway after this many bytes: a line that hangs. Null: lets everything through. */
  pauseAfterBytes(bytes: number | null): void;
  /** Resets every connection now and refuses new ones until {@link plug}. */
  pull(): void;
  plug(): void;
  /** Bytes that went to the gateway so far. */
  forwarded(): number;
}

export async function startTcpCutter(target: { host: string; port: number }): Promise<TcpCutter> {
  const sockets = new Set<Socket>();
  let limit: number | null = null;
  let forwarded = 0;
  let pulled = false;
  let hangAt: number | null = null;
  let lose: string | null = null;

  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
    sockets.clear();
  };

  const hangs = () => hangAt !== null && forwarded >= hangAt;

  const server = createServer((near) => {
    if (pulled) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(target);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    near.on('data', (chunk) => {
      forwarded += chunk.length;
      if (limit !== null && forwarded >= limit) {
        limit = null;
        cut();
        return;
      }
      const flows = far.write(chunk);
      if (!flows || hangs()) near.pause();
    });
    far.on('drain', () => {
      if (!hangs()) near.resume();
    });
    far.on('data', (chunk) => {
      if (lose !== null && chunk.includes(lose)) {
        lose = null;
        cut();
      } else if (!near.write(chunk)) far.pause();
    });
    near.on('drain', () => far.resume());
    far.on('end', () => near.end());
    near.on('end', () => far.end());
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(() => {
    cut();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    cutAfterBytes(bytes) {
      limit = bytes === null ? null : forwarded + bytes;
    },
    pauseAfterBytes(bytes) {
      hangAt = bytes === null ? null : forwarded + bytes;
    },
    loseAnswerWith(text) {
      lose = text;
    },
    pull() {
      pulled = true;
      cut();
    },
    plug() {
      pulled = false;
    },
    forwarded: () => forwarded,
  };
}
