import type { FastifyInstance } from 'fastify';

/** Listens and tells where; wildcard addresses are reached through loopback. `port` 0: any free one. */
export async function listen(
  app: FastifyInstance,
  at: { host: string; port: number; secure: boolean },
): Promise<{ url: string; port: number }> {
  await app.listen({ host: at.host, port: at.port });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no TCP address');
  const wildcard = { '0.0.0.0': '127.0.0.1', '::': '::1' }[at.host];
  const host = wildcard ?? at.host;
  const shown = host.includes(':') ? `[${host}]` : host;
  return { url: `${at.secure ? 'https' : 'http'}://${shown}:${address.port}`, port: address.port };
}
