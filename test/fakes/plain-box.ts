import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A gateway of another make: only the documented calls, no boot id, no jobs, and it can misbehave on command. */
export interface PlainBox {
  address: string;
  /** Requests so far, `METHOD /path`. */
  asked: string[];
  /** Bytes of upload bodies that it read. */
  uploadedBytes(): number;
  /**
   * Refuses the next upload before it has read it, and then lingers until the sender stops, as web servers do: closing
   * at once would reset the connection, and the answer could be lost on the way.
   */
  refuseNextUpload(reason: string): void;
  /** Reads the next upload whole and closes the line without a word. */
  dropLineAfterNextUpload(): void;
  /** Forgets every session, as after an idle time. */
  dropSessions(): void;
}

/** `awayMs`: how long it is gone after a reboot, an upgrade or a restore. */
export async function startPlainBox(options: { awayMs: number; backup: Buffer }): Promise<PlainBox> {
  const sessions = new Set<string>();
  const asked: string[] = [];
  let uploadedBytes = 0;
  let refusal: string | null = null;
  let away = false;
  let drops = false;

  const restart = () => {
    away = true;
    server.closeAllConnections();
    setTimeout(() => {
      away = false;
    }, options.awayMs);
  };

  async function upload(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (refusal !== null) {
      const reason = refusal;
      refusal = null;
      // By hand: Node's server closes behind its answer, and what still comes in then resets the connection.
      const head = `HTTP/1.1 500 Internal Server Error\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(reason)}`;
      response.detachSocket(request.socket);
      request.socket.write(`${head}\r\n\r\n${reason}`);
      request.resume();
      return;
    }
    for await (const chunk of request) uploadedBytes += (chunk as Buffer).length;
    if (drops) {
      drops = false;
      return void request.socket.resetAndDestroy();
    }
    if (request.url === '/system/restore') response.end('{"err":null}');
    else response.end('OK');
    setTimeout(restart, 50);
  }

  const server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (away) return void request.socket.destroy();
    if (request.url === '/auth/rest') {
      const id = `s${asked.length}`;
      sessions.add(id);
      response.setHeader('set-cookie', `WBLSUPSID=${id}; HttpOnly; Path=/`);
      response.end(JSON.stringify({ sessionId: id }));
      return;
    }
    const cookie = /WBLSUPSID=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    if (!sessions.has(cookie)) return void response.writeHead(403).end('Forbidden');
    if (request.url === '/session') return void response.end('{"user":"admin"}');
    if (request.url === '/system/backup') {
      response.setHeader('content-disposition', 'attachment; filename="plain.zip"');
      response.end(options.backup);
      return;
    }
    if (request.url === '/system/actions/reboot') return restart();
    if (request.method === 'POST') return upload(request, response).catch(() => undefined);
    response.writeHead(404).end('Not found');
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    asked,
    uploadedBytes: () => uploadedBytes,
    refuseNextUpload(reason) {
      refusal = reason;
    },
    dropLineAfterNextUpload() {
      drops = true;
    },
    dropSessions: () => sessions.clear(),
  };
}
