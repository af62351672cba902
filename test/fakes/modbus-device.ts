import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a request asks for. */
interface Asked {
  unit: number;
  code: number;
  offset: number;
  count: number;
}

/** Answers of a device: bytes behind the MBAP header (unit and PDU), raw bytes for the socket, or nothing at all. */
type Answer = { pdu: Buffer; unit?: number } | { raw: Buffer } | null;

/** A Modbus TCP device that misbehaves on command: it answers what `answer` says, after `answer` says it. */
export async function startModbusDevice(
  answer: (asked: Asked) => Answer | Promise<Answer>,
  port = 0,
): Promise<{ port: number; asked: Asked[]; connections(): number; stop(): Promise<void> }> {
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    let pending = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 6 && pending.length >= 6 + pending.readUInt16BE(4)) {
        const frame = pending.subarray(0, 6 + pending.readUInt16BE(4));
        pending = pending.subarray(frame.length);
        void reply(socket, frame);
      }
    });
  });
  async function reply(socket: Socket, frame: Buffer): Promise<void> {
    const request = {
      unit: frame.readUInt8(6),
      code: frame.readUInt8(7),
      offset: frame.readUInt16BE(8),
      count: frame.readUInt16BE(10),
    };
    asked.push(request);
    const said = await answer(request);
    if (said === null || socket.destroyed) return;
    if ('raw' in said) return void socket.write(said.raw);
    const header = Buffer.alloc(7);
    frame.copy(header, 0, 0, 2);
    header.writeUInt16BE(said.pdu.length + 1, 4);
    header.writeUInt8(said.unit ?? request.unit, 6);
    socket.write(Buffer.concat([header, said.pdu]));
  }
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  async function stop(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  }
  onTestFinished(stop);
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    asked,
    connections: () => connections,
    stop,
  };
}

/** The answer of a device whose registers hold their own offset. */
export function offsetsAsRegisters({ code, offset, count }: Asked): { pdu: Buffer } {
  const pdu = Buffer.alloc(2 + count * 2);
  pdu.writeUInt8(code, 0);
  pdu.writeUInt8(count * 2, 1);
  for (let index = 0; index < count; index += 1) pdu.writeUInt16BE((offset + index) & 0xffff, 2 + index * 2);
  return { pdu };
}

export const exceptionAnswer = (code: number, exception: number) => ({
  pdu: Buffer.from([code | 0x80, exception]),
});
