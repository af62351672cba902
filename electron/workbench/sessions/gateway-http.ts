import type { Agent, ClientRequest } from 'node:http';
import type { Readable } from 'node:stream';
import axios from 'axios';
import { HttpCookieAgent } from 'http-cookie-agent/http';
import { withBracketedHost } from './bracketed-host.ts';
import { type CertificateVerdict, createPinnedAgent, type PresentedCertificate } from './pinned-agent.ts';
import { createSessionJar, type SessionJar } from './session-jar.ts';
import { createStreamAgent } from './stream-agent.ts';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'HEAD' | 'OPTIONS';
  /** From the address of the gateway on, with query. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
  /** `stream`: the answer comes as it arrives and has no time limit of its own. */
  answer?: 'text' | 'stream';
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Empty for a stream. */
  text: string;
  /** Only with `answer: 'stream'` and status 2xx. */
  stream: Readable | null;
}

/** One gateway's own HTTP client: its own cookies, connections and judge of certificates. */
export interface GatewayHttp {
  /** Resolves with any status; rejects with the network's error. Redirects are answers, never followed. */
  request(request: HttpRequest): Promise<HttpAnswer>;
  /** Forgets cookies and closes every connection. */
  close(): void;
}

export const answerTimeoutMs = 10_000;
/** What a gateway says in text or JSON is small; 5 000 lines of a log and a day of one point's values fit. */
export const maxTextBytes = 16 * 1024 * 1024;

/** Whether `error` means that the answer was cut at {@link maxTextBytes}. */
export const isTooLarge = (error: unknown): boolean =>
  axios.isAxiosError(error) && error.message.startsWith('maxContentLength size of');

/** `address` is normalised: scheme, host, port, path prefix (see `gateways/address.ts`). */
export function createGatewayHttp(deps: {
  address: string;
  judge: (certificate: PresentedCertificate) => CertificateVerdict;
  /** Connections of another kind than TCP. */
  openAgent?: (jar: SessionJar) => Agent;
}): GatewayHttp {
  const jar = createSessionJar();
  const own = deps.openAgent?.(jar);
  const httpAgent = own ?? withBracketedHost(new HttpCookieAgent({ cookies: { jar }, keepAlive: true }));
  const streamAgent = own ?? createStreamAgent(jar);
  const httpsAgent = createPinnedAgent({ jar, judge: deps.judge });
  const client = axios.create({
    baseURL: deps.address,
    httpAgent,
    httpsAgent,
    // Without this axios reads proxies from the environment; a gateway is on the wire in front of the laptop.
    proxy: false,
    maxRedirects: 0,
    decompress: false,
    maxBodyLength: -1,
    validateStatus: () => true,
    transformResponse: (data) => data,
    headers: { 'accept-encoding': 'identity', 'user-agent': 'gatewright' },
  });

  return {
    async request(request) {
      const { method, path, headers, body, answer = 'text', timeoutMs = answerTimeoutMs, signal } = request;
      const send = () =>
        client.request({
          method,
          url: path,
          data: body,
          ...(answer === 'stream' && { httpAgent: streamAgent }),
          responseType: answer === 'stream' ? 'stream' : 'text',
          maxContentLength: answer === 'stream' ? -1 : maxTextBytes,
          timeout: timeoutMs,
          ...(headers && { headers }),
          ...(signal && { signal }),
        });
      const response = await (method === 'GET' || method === 'HEAD' ? pastClosedConnections(send) : send());
      const plainHeaders: Record<string, string> = {};
      for (const [name, value] of Object.entries(response.headers)) plainHeaders[name] = String(value);
      const base = { status: response.status, headers: plainHeaders };
      if (answer === 'text') return { ...base, text: String(response.data ?? ''), stream: null };
      const stream = response.data as Readable;
      if (response.status >= 200 && response.status < 300) return { ...base, text: '', stream };
      return { ...base, text: await readText(stream), stream: null };
    },
    close() {
      jar.removeAllCookiesSync();
      httpAgent.destroy();
      streamAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

/** A kept connection that the gateway had closed already says nothing about the gateway; a fresh one, the last, does. */
async function pastClosedConnections<T>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!closedWhileIdle(error)) throw error;
    }
  }
}

const closedWhileIdle = (error: unknown): boolean =>
  axios.isAxiosError(error) &&
  (error.code === 'ECONNRESET' || error.code === 'EPIPE') &&
  (error.request as ClientRequest | undefined)?.reusedSocket === true;

/** A refusal in answer to a download: short, so it is read whole up to a limit. */
async function readText(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.length > 4_096) {
      stream.destroy();
      break;
    }
  }
  return text.slice(0, 4_096);
}
