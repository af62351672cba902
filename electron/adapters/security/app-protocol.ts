import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { type Protocol, protocol } from 'electron';
import { appHost, appScheme } from './app-origin.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Before the app is ready. Item 18: `standard` and `secure` give it an origin of its own; it may not bypass the CSP. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Path of the file below `folder` that `url` names, or null when it names anything else. */
export function screenFile(folder: string, url: string): string | null {
  const { host, pathname } = new URL(url);
  if (host !== appHost) return null;
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const path = normalize(join(folder, decoded === '/' ? 'index.html' : decoded));
  return path.startsWith(folder + sep) ? path : null;
}

/**
 * Serves the built screens from `folder` (absolute) with `headers` on every answer; item 7: the content security policy
 * is among them. Known file types only, GET only, nothing outside the folder.
 */
export function serveScreens(
  target: Pick<Protocol, 'handle'>,
  folder: string,
  headers: Readonly<Record<string, string>>,
): void {
  const refuse = (status: number): Response => new Response(null, { status, headers });
  target.handle(appScheme, async (request) => {
    if (request.method !== 'GET') return refuse(405);
    const path = screenFile(folder, request.url);
    const contentType = path === null ? undefined : contentTypes[extname(path)];
    if (path === null || contentType === undefined) return refuse(404);
    const content = await readFile(path).catch(() => null);
    if (content === null) return refuse(404);
    return new Response(new Uint8Array(content), { headers: { ...headers, 'content-type': contentType } });
  });
}
