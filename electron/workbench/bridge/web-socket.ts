import type { WebSocket } from '@fastify/websocket';
import type { Logger } from 'pino';
import { requestSchema, type ServerMessage } from '#shared/bridge/messages.ts';
import { parseJson } from '../sessions/parse-json.ts';
import type { BridgeHost } from './host.ts';

/** A screen that does not read is cut off beyond this; it connects again and reads the state anew. */
const maxBufferedBytes = 8 * 1024 * 1024;
const pingEveryMs = 20_000;

/** One open screen: requests in, results and events out. The upgrade request has shown its cookie already. */
export function serveBridgeSocket(
  socket: WebSocket,
  deps: { host: BridgeHost; log: Logger; description: string },
): void {
  const sender = { description: deps.description, isTrusted: () => true };
  const send = (message: ServerMessage) => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > maxBufferedBytes) {
      deps.log.warn({ bufferedBytes: socket.bufferedAmount }, 'a screen does not read, its socket is closed');
      socket.terminate();
      return;
    }
    socket.send(JSON.stringify(message));
  };
  const unsubscribe = deps.host.subscribe(send);
  const heartbeat = setInterval(() => socket.ping(), pingEveryMs);
  heartbeat.unref();
  socket.on('message', async (data) => {
    const request = requestSchema.safeParse(parseJson(String(data)));
    // Without an id there is nothing to answer to: such a peer does not speak the contract.
    if (!request.success) return socket.close(1007, 'not a bridge request');
    send({ id: request.data.id, result: await deps.host.handle(request.data, sender) });
  });
  socket.on('error', (error) => deps.log.debug({ error }, 'a screen’s socket failed'));
  socket.on('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
}
