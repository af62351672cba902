import type { FastifyInstance } from 'fastify';

/** Listens and tells where. `port` 0: any free one. */
export async function listen(
  app: FastifyInstance,
  at: { host: string; port: number; secure: boolean },
): Promise<{ url: string; port: number }> {
  await app.listen({ host: at.host, port: at.port });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no TCP address');
  const { port } = address;
  return { url: urlOf(at.secure ? 'https' : 'http', at.host, port), port };
}

/** The address of what listens there; wildcard addresses are reached through loopback. */
export function urlOf(scheme: string, listening: string, port: number): string {
  const wildcard = { '0.0.0.0': '127.0.0.1', '::': '::1' }[listening];
  const host = wildcard ?? listening;
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
