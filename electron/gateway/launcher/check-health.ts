import { readFile } from 'node:fs/promises';
import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';
import { text } from 'node:stream/consumers';
import { healthSchema } from '#shared/gateway-api/extensions.ts';
import { bootIdHeader } from '../launcher-protocol.ts';

const requestTimeoutMs = 5_000;

/**
 * Asks `<url>/health` once. Null when it answers 200 with this boot id and revision, otherwise why not, as the end of a
 * sentence. `certificateFile` is what the server has to show under https: the launcher owns the folder that it comes from.
 */
export async function checkHealth(
  url: string,
  expected: { bootId: string; revision: string },
  certificateFile: string,
): Promise<string | null> {
  try {
    const answer = await request(new URL('/health', url), expected.bootId, certificateFile);
    const body = healthSchema.safeParse(JSON.parse(await text(answer)));
    if (!body.success) return 'its health check gave an answer that cannot be read';
    const { bootId, revision, checks } = body.data;
    if (revision !== expected.revision) return `it says that it is revision ${revision}`;
    if (bootId !== expected.bootId) return 'another program answers on its port';
    if (answer.statusCode === 200) return null;
    const failing = Object.entries(checks).filter(([, check]) => !check.ok);
    return `its health check fails: ${failing.map(([name, { detail }]) => `${name} ${detail ?? ''}`.trim()).join(', ')}`;
  } catch (error) {
    return `its health check does not answer (${error instanceof Error ? error.message : String(error)})`;
  }
}

async function request(url: URL, bootId: string, certificateFile: string): Promise<IncomingMessage> {
  const options = { timeout: requestTimeoutMs, agent: false, headers: { [bootIdHeader]: bootId } };
  const secure =
    url.protocol === 'https:'
      ? {
          ...options,
          // One that was given ends with an authority that this machine need not know.
          ca: await readFile(certificateFile),
          allowPartialTrustChain: true,
          // The name in it is the gateway's, not the loopback address that is asked.
          checkServerIdentity: () => undefined,
        }
      : null;
  return new Promise((resolve, reject) => {
    const asked = secure === null ? getPlain(url, options, resolve) : getSecure(url, secure, resolve);
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${requestTimeoutMs / 1000} s`)));
    asked.on('error', reject);
  });
}
