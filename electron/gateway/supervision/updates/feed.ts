import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { fileReason } from '#platform/files/file-error.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { withoutCredentials } from '../activity/without-credentials.ts';
import { feedFileName, maxFeedBytes } from './feed-entry.ts';

/** Where updates come from: a folder, such as that of a stick, or an http(s) address. */
export interface Feed {
  /** For people: without the password that the address may carry. */
  name: string;
  /** The text of `latest.json`. UPDATE_FEED_UNREACHABLE, UPDATE_FEED_INVALID. */
  readLatest(signal: AbortSignal): Promise<Result<string>>;
  /** The package beside it; `name` was checked to be no path. UPDATE_FEED_UNREACHABLE. */
  openFile(name: string, signal: AbortSignal): Promise<Result<Readable>>;
}

/** UPDATE_NO_FEED or UPDATE_FEED_INVALID when `address` cannot be a feed at all. */
export function createFeed(address: string): Result<Feed> {
  const given = address.trim();
  if (given === '') return fail(failure('UPDATE_NO_FEED'));
  if (isAbsolute(given)) return ok(folderFeed(given));
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url?.protocol === 'file:') return ok(folderFeed(fileURLToPath(url)));
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return ok(httpFeed(url));
  return fail(
    failure('UPDATE_FEED_INVALID', {
      feed: withoutCredentials(given),
      what: 'it is neither the full path of a folder nor an http(s) address',
    }),
  );
}

function folderFeed(folder: string): Feed {
  const unreachable = (error: unknown) =>
    failure('UPDATE_FEED_UNREACHABLE', { feed: folder, why: fileReason(error) }, String(error));
  return {
    name: folder,
    async readLatest(signal) {
      try {
        return await readLimited(createReadStream(join(folder, feedFileName), { signal }), folder);
      } catch (error) {
        return fail(unreachable(error));
      }
    },
    async openFile(name, signal) {
      try {
        // Opened first: a stream tells only later that there is no such file.
        const handle = await open(join(folder, name), 'r');
        return ok(handle.createReadStream({ signal, highWaterMark: 256 * 1024 }));
      } catch (error) {
        return fail(unreachable(error));
      }
    },
  };
}

function httpFeed(given: URL): Feed {
  const base = new URL(given);
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  const headers: Record<string, string> = {};
  if (base.username !== '') {
    const credentials = `${decodeURIComponent(base.username)}:${decodeURIComponent(base.password)}`;
    headers.authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  }
  base.username = '';
  base.password = '';
  base.hash = '';
  const name = base.href;
  const unreachable = (why: string, detail?: string): Failure =>
    failure('UPDATE_FEED_UNREACHABLE', { feed: name, why }, detail);

  async function get(file: string, signal: AbortSignal): Promise<Result<Readable>> {
    const url = new URL(base);
    url.pathname += encodeURIComponent(file);
    try {
      // Where a redirect leads was not what somebody entered; it would also get the credentials' requests.
      const answer = await fetch(url, { headers, signal, redirect: 'manual', cache: 'no-store' });
      if (answer.status === 200 && answer.body !== null) {
        return ok(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]));
      }
      await answer.body?.cancel();
      const leads = answer.status >= 300 && answer.status < 400;
      return fail(
        unreachable(
          leads
            ? `it leads to ${answer.headers.get('location') ?? 'another address'}; enter that one`
            : `it answers ${file} with ${answer.status}`,
        ),
      );
    } catch (error) {
      return fail(unreachable(networkReason(error), String(error)));
    }
  }
  return {
    name,
    async readLatest(signal) {
      const opened = await get(feedFileName, signal);
      if (!opened.ok) return opened;
      try {
        return await readLimited(opened.value, name);
      } catch (error) {
        return fail(unreachable(networkReason(error), String(error)));
      }
    },
    openFile: get,
  };
}

async function readLimited(source: Readable, feed: string): Promise<Result<string>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    bytes += (chunk as Uint8Array).length;
    if (bytes > maxFeedBytes) {
      source.destroy();
      const what = `${feedFileName} has more than ${maxFeedBytes} bytes`;
      return fail(failure('UPDATE_FEED_INVALID', { feed, what }));
    }
    chunks.push(Buffer.from(chunk as Uint8Array));
  }
  return ok(Buffer.concat(chunks).toString('utf8'));
}

const networkReasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'names cannot be looked up now',
  ECONNREFUSED: 'nothing answers there',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'there is no way there',
  ENETUNREACH: 'there is no network',
  UND_ERR_SOCKET: 'the connection was cut',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an unknown authority',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

/** Why an http(s) request went wrong, for the middle of a sentence. */
export function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'it does not answer in time';
  const { cause } = error;
  const code = [error, cause].map((one) => (one instanceof Error && 'code' in one ? String(one.code) : ''));
  const known = code.map((one) => networkReasons[one]).find((reason) => reason !== undefined);
  return known ?? (cause instanceof Error ? cause.message : error.message);
}
