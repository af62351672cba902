import { createServer } from 'node:net';

/** `wanted` when it can be had on loopback, else 0, which lets the gateway take any. */
export function freePort(wanted: number | null): Promise<number> {
  if (wanted === null) return Promise.resolve(0);
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen({ host: '127.0.0.1', port: wanted, exclusive: true }, () =>
      probe.close(() => resolve(wanted)),
    );
  });
}
