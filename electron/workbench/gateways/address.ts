import { isIPv6 } from 'node:net';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/**
 * What a person types into addresses to try, in this order.
 *
 * | typed | tried |
 * |---|---|
 * | `https://10.0.0.7:8443/box/` | `https://10.0.0.7:8443/box` only: a scheme is taken at its word |
 * | `10.0.0.7:8480` | https on that port, then http on that port |
 * | `boiler-room` | https (443), then http (80) |
 *
 * No other port is ever guessed: a port that happens to answer may belong to another box, and the login would be sent
 * to it. Whoever means 8480 writes it. Lower case, no default ports, no trailing slash; user names, queries and
 * fragments are refused, because they would be dropped silently.
 */
export function addressesToTry(typed: string): Result<string[]> {
  const text = typed.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined) {
    if (scheme !== 'http' && scheme !== 'https') return invalid(typed);
    const address = normalise(text);
    return address === null ? invalid(typed) : ok([address]);
  }
  const bare = isIPv6(text) ? `[${text}]` : text;
  const addresses = [normalise(`https://${bare}`), normalise(`http://${bare}`)];
  return addresses.includes(null) ? invalid(typed) : ok(addresses.filter((address) => address !== null));
}

function normalise(text: string): string | null {
  // URL would quietly repair these: blanks inside, backslashes, an empty host before the path.
  if (/[\s\\]/.test(text) || /^https?:\/\/(?=[/:?#]|$)/i.test(text)) return null;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  if (url.username !== '' || url.password !== '' || text.includes('?') || text.includes('#')) return null;
  if (url.hostname === '' || url.port === '0') return null;
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`;
}

const invalid = (typed: string) => fail(failure('ADDRESS_INVALID', { address: typed }));
