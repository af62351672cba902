import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Client } from 'aedes';
import type { Counters } from './counters.ts';
import { guardConnection } from './guarded-connection.ts';
import type { BrokerLimits } from './limits.ts';
import { createPacketGate } from './packet-gate.ts';

/** Sockets on their way into the broker, and the bytes that went over them. */
export function createConnections(limits: BrokerLimits, counters: Counters) {
  const open = new Set<Socket>();
  const addresses = new WeakMap<object, string>();
  return {
    begin(socket: Socket, handle: (connection: Duplex) => unknown): void {
      const connection = guardConnection(socket, {
        gate: createPacketGate(limits),
        // Longer than what is let in by as much as can be under way when it fills up.
        queuedBytes: limits.queuedBytes + 2 * limits.packetBytes,
      });
      addresses.set(connection, socket.remoteAddress ?? '');
      open.add(socket);
      socket.once('close', () => {
        open.delete(socket);
        counters.bytesIn += socket.bytesRead;
        counters.bytesOut += socket.bytesWritten;
      });
      handle(connection);
    },
    of({ conn }: Client): { connection: Duplex; address: string } {
      return { connection: conn, address: addresses.get(conn) ?? '' };
    },
    bytes() {
      let { bytesIn, bytesOut } = counters;
      for (const { bytesRead, bytesWritten } of open) {
        bytesIn += bytesRead;
        bytesOut += bytesWritten;
      }
      return { bytesIn, bytesOut };
    },
  };
}
