import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import {
  type FeedEntry,
  signFeedEntry,
} from '../../../../electron/gateway/supervision/updates/feed-entry.ts';
import { firmwareImage, makeKeys, supervisionPackage } from '../../../fakes/archives.ts';
import { feedEntry } from '../../../fakes/update-feed.ts';
import {
  content,
  entry,
  eventsOf,
  filesIn,
  gatewayWith,
  keys,
  serve,
  version,
} from '../../../fakes/updating-gateway.ts';

const signed = async (changes: Partial<FeedEntry>, bytes = content): Promise<FeedEntry> => {
  const { signature: _, ...honest } = feedEntry(version, bytes);
  return signFeedEntry({ ...honest, ...changes }, keys.privateKey);
};

const lies: [
  string,
  () => Promise<{ claimed: FeedEntry; answer: (response: ServerResponse) => void }>,
  string,
][] = [
  [
    'says too small a size',
    async () => ({ claimed: await signed({ size: 100 }), answer: (response) => response.end(content) }),
    'should have 100 bytes, but has more',
  ],
  [
    'says too large a size',
    async () => ({
      claimed: await signed({ size: content.length + 1 }),
      answer: (response) => response.end(content),
    }),
    `but has ${content.length}`,
  ],
  [
    'never ends',
    async () => ({
      claimed: entry,
      answer: (response) => {
        const more = () => {
          if (!response.destroyed) response.write(Buffer.alloc(64 * 1024), () => setImmediate(more));
        };
        more();
      },
    }),
    'but has more',
  ],
  [
    'says another hash',
    async () => ({
      claimed: await signed({ sha256: '0'.repeat(64) }),
      answer: (response) => response.end(content),
    }),
    'its SHA-256 differs',
  ],
  [
    'sends other bytes of the same size',
    async () => ({
      claimed: entry,
      answer: (response) => response.end(Buffer.alloc(content.length)),
    }),
    'its SHA-256 differs',
  ],
  [
    'breaks off',
    async () => ({
      claimed: entry,
      answer: (response) => {
        response.writeHead(200, { 'content-length': content.length });
        response.write(content.subarray(0, 50), () => response.destroy());
      },
    }),
    'broke off',
  ],
  [
    'falls silent',
    async () => ({
      claimed: entry,
      answer: (response) => void response.write(content.subarray(0, 50)),
    }),
    'it does not answer in time',
  ],
  [
    'has no such file',
    async () => ({ claimed: entry, answer: (response) => response.writeHead(404).end() }),
    'with 404',
  ],
  [
    'holds another revision',
    async () => {
      const other = await supervisionPackage('2026.12.2', { key: keys.privateKey });
      return { claimed: await signed({}, other), answer: (response) => response.end(other) };
    },
    'holds revision 2026.12.2, but the feed announces 2026.12.1',
  ],
  [
    'holds a package that a stranger signed',
    async () => {
      const other = await supervisionPackage(version, { key: makeKeys().privateKey });
      return { claimed: await signed({}, other), answer: (response) => response.end(other) };
    },
    'is signed with a key that this gateway does not trust',
  ],
  [
    'holds firmware',
    async () => {
      const other = await firmwareImage('2026.12', { key: keys.privateKey });
      return { claimed: await signed({}, other), answer: (response) => response.end(other) };
    },
    'is a firmware image',
  ],
];

test.each(lies)(
  'a feed that %s: refused, nothing kept; applying it says the same',
  async (_what, lie, expected) => {
    const { claimed, answer } = await lie();
    const feed = await serve(claimed, answer);
    const { gateway, client, folder } = await gatewayWith(feed.url, { idleTimeoutMs: 400 });
    const refused = await client.post('/system/updates/download');
    expect(refused.status).toBe(500);
    expect(((await refused.json()) as { error: string }).error).toContain(expected);
    expect(await filesIn(folder)).toEqual([]);

    const applied = await client.post('/system/updates/apply');
    expect(applied.status).toBe(200);
    const events = eventsOf(await applied.text());
    expect(events.at(-1)).toMatchObject({
      event: 'error',
      data: { error: expect.stringContaining(expected) },
    });
    const job = await gateway.get(`/system/jobs/${applied.headers.get('x-job-id')}`, client.cookie);
    expect(await job.json()).toMatchObject({
      kind: 'upgrade',
      state: 'done',
      outcome: 'failed',
      to: version,
    });
    expect(gateway.sent.some(({ type }) => type === 'switch')).toBe(false);
    // The place in the pipeline is free again.
    expect(await filesIn(folder)).toEqual([]);
    expect((await client.post('/system/updates/apply')).status).toBe(200);
  },
);
