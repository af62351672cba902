import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** CRC-16/MODBUS, low byte first on the wire. */
function crc(bytes: Buffer): Buffer {
  let sum = 0xffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >> 1) ^ 0xa001 : sum >> 1;
  }
  return Buffer.from([sum & 0xff, sum >> 8]);
}

/**
 * A Modbus RTU device behind a terminal server: registers hold their own offset. Before each answer it waits `lateMs` and
 * sends `noise`; with `damage` the checksum is wrong.
 */
export async function startRtuDevice() {
  const device = { port: 0, lateMs: 0, noise: Buffer.alloc(0), damage: false, asked: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    // Read requests have eight bytes and come one at a time.
    socket.on('data', async (frame) => {
      device.asked += 1;
      const { lateMs, noise, damage } = device;
      await delay(lateMs);
      const count = frame.readUInt16BE(4);
      const answer = Buffer.alloc(3 + count * 2);
      frame.copy(answer, 0, 0, 2);
      answer.writeUInt8(count * 2, 2);
      for (let index = 0; index < count; index += 1) {
        answer.writeUInt16BE((frame.readUInt16BE(2) + index) & 0xffff, 3 + index * 2);
      }
      const sum = crc(answer);
      if (damage) sum.writeUInt16LE(sum.readUInt16LE() ^ 1);
      if (!socket.destroyed) socket.write(Buffer.concat([noise, answer, sum]));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  device.port = typeof address === 'object' && address !== null ? address.port : 0;
  return device;
}
