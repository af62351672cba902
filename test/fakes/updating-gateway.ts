import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { FeedEntry } from '../../electron/gateway/supervision/updates/feed-entry.ts';
import type { UpdateLimits } from '../../electron/gateway/supervision/updates/updates.ts';
import { makeKeys, supervisionPackage } from './archives.ts';
import { type InProcessGateway, inProcessGateway } from './in-process-gateway.ts';
import { managementClient } from './management-client.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { feedEntry, feedServer } from './update-feed.ts';

/** A gateway with an update feed, and what its tests read. */

export const keys = makeKeys();
export const version = '2026.12.1';
export const content = await supervisionPackage(version, { key: keys.privateKey });
export const entry = feedEntry(version, content, keys.privateKey);

/** A gateway that trusts `keys` and has this feed. */
export async function gatewayWith(feed: string, limits: Partial<UpdateLimits> = {}) {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'keys'));
  await writeFile(join(folder, 'keys', 'acme.pem'), keys.publicPem);
  const gateway = await inProcessGateway({ folder, deps: { updates: limits } });
  const client = await managementClient(gateway, 'write');
  await setFeed(gateway, client.cookie, feed);
  return { gateway, client, folder: join(folder, 'updates') };
}

async function setFeed(gateway: InProcessGateway, cookie: string, updateFeed: string) {
  const answer = await fetch(`${gateway.url}/system/settings`, {
    method: 'PUT',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ updateFeed }),
  });
  expect(answer.status).toBe(200);
}

interface Event {
  id: number;
  event: string;
  data: { step?: string; progress?: number; bytes?: number; total?: number; error?: string };
}

export const eventsOf = (text: string): Event[] =>
  [...text.matchAll(/id: (\d+)\nevent: (\w+)\ndata: (.*)\n\n/g)].map(([, id, event, data]) => ({
    id: Number(id),
    event: event ?? '',
    data: JSON.parse(data ?? ''),
  }));

export const filesIn = async (folder: string): Promise<string[]> =>
  existsSync(folder) ? readdir(folder) : [];

/** A feed that says this and sends that. */
export const serve = (claimed: FeedEntry, answer: (response: ServerResponse) => void) =>
  feedServer({
    '/feed/latest.json': (response) => response.end(JSON.stringify(claimed)),
    [`/feed/${claimed.file}`]: answer,
  });
