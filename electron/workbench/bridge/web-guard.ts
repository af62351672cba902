import { randomBytes, timingSafeEqual } from 'node:crypto';

/** What decides whether a request to the loopback server is ours: pure, so that every rule has a test. */
export interface WebGuard {
  /** Goes into the printed address; shown once, it becomes the cookie. */
  readonly token: string;
  readonly cookieName: string;
  isToken(candidate: string | undefined): boolean;
  /** Rebinding: a foreign name that resolves to 127.0.0.1 arrives with that name in `Host`. */
  isOurHost(host: string | undefined): boolean;
  /** Absent on plain navigation; where it is present, it must be ours. */
  isOurOrigin(origin: string | undefined): boolean;
}

/** `port` is the one that the server listens on; cookies are not kept apart by port, hence the name. */
export function createWebGuard(port: number, token = randomBytes(32).toString('base64url')): WebGuard {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  const expected = Buffer.from(token);
  return {
    token,
    cookieName: `gatewright-${port}`,
    isToken(candidate) {
      const given = Buffer.from(candidate ?? '');
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
    isOurHost: (host) => host !== undefined && hosts.has(host.toLowerCase()),
    isOurOrigin: (origin) =>
      origin === undefined ||
      (origin.startsWith('http://') && hosts.has(origin.slice('http://'.length).toLowerCase())),
  };
}
