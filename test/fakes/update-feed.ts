import { createHash, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type FeedEntry, signFeedEntry } from '../../electron/gateway/supervision/updates/feed-entry.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Feeds of updates, honest ones and others. */

export const releaseNotes = '## What’s new\n- Faster *modbus*';
export const releaseDate = '2026-11-20T08:00:00.000Z';

export function feedEntry(version: string, content: Buffer, key?: KeyObject): FeedEntry {
  const entry = {
    version,
    releaseDate,
    releaseNotes,
    file: `supervision-${version}.zip`,
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
  return key === undefined ? entry : signFeedEntry(entry, key);
}

/** A folder such as that of a stick. */
export async function feedFolder(entry: FeedEntry, content: Buffer): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, entry.file), content);
  await writeFile(join(folder, 'latest.json'), JSON.stringify(entry));
  return folder;
}

export interface FeedServer {
  url: string;
  /** Paths in the order in which they were asked for. */
  requests: string[];
  stop(): Promise<void>;
}

/** A feed over http on loopback; `answers` by path may misbehave as they like. */
export async function feedServer(
  answers: Record<string, (response: ServerResponse) => void>,
): Promise<FeedServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    const answer = answers[path];
    if (answer === undefined) response.writeHead(404).end();
    else answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(stop);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`, requests, stop };
}

/** An honest feed over http. */
export const honestFeed = (entry: FeedEntry, content: Buffer): Promise<FeedServer> =>
  feedServer({
    '/feed/latest.json': (response) => response.end(JSON.stringify(entry)),
    [`/feed/${entry.file}`]: (response) => response.end(content),
  });
