import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { PacketGate } from './packet-gate.ts';

/** Bytes read ahead for the parser of one connection. */
const readAheadBytes = 16 * 1024;

/**
 * A socket whose bytes passed the gate, with a queue of `queuedBytes` towards the client. The broker waits for whoever
 * reports a full queue, and everybody who publishes to that client waits with it; so the queue is longer than what is
 * let into it (`forward.ts`), and a slow reader holds up nobody.
 */
export function guardConnection(
  socket: Socket,
  { gate, queuedBytes }: { gate: PacketGate; queuedBytes: number },
): Duplex {
  const guarded = new Duplex({
    readableHighWaterMark: readAheadBytes,
    writableHighWaterMark: queuedBytes,
    read: () => void socket.resume(),
    write: (chunk, _encoding, done) => void socket.write(chunk, done),
    writev(chunks, done) {
      socket.cork();
      for (const [at, { chunk }] of chunks.entries()) {
        socket.write(chunk, at === chunks.length - 1 ? done : undefined);
      }
      socket.uncork();
    },
    final: (done) => void socket.end(done),
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    const trouble = gate.push(chunk);
    if (trouble !== null) guarded.destroy(new Error(trouble));
    else if (!guarded.push(chunk)) socket.pause();
  });
  socket.on('end', () => guarded.push(null));
  socket.on('error', (error) => guarded.destroy(error));
  socket.on('close', () => guarded.destroy());
  return guarded;
}
