import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import {
  createFeedCheck,
  feedLimits,
} from '../../../../../electron/gateway/supervision/updates/check-feed.ts';
import {
  evaluateFeed,
  type FeedEntry,
  feedEntrySchema,
} from '../../../../../electron/gateway/supervision/updates/feed-entry.ts';
import { readPublicKey } from '../../../../../electron/platform/signatures/trusted-keys.ts';
import { makeKeys } from '../../../../fakes/archives.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';
import { feedEntry, feedFolder, feedServer, honestFeed } from '../../../../fakes/update-feed.ts';

const keys = makeKeys();
const trusted = [{ name: 'acme', key: readPublicKey(keys.publicPem) }];
const content = Buffer.from('a package');
const entry = feedEntry('2026.12.1', content, keys.privateKey);

function checkOf(address: string, given: { allowUnsigned?: boolean; checkTimeoutMs?: number } = {}) {
  const clock = { ms: 0 };
  const setting = { address };
  const check = createFeedCheck({
    address: () => setting.address,
    trustedKeys: async () => trusted,
    allowUnsigned: given.allowUnsigned ?? false,
    limits: { ...feedLimits, checkTimeoutMs: given.checkTimeoutMs ?? 5_000 },
    now: () => clock.ms,
    log: pino({ level: 'silent' }),
  });
  return { ...check, clock, setting };
}

const codeOf = async (address: string, given = {}) => {
  const looked = await checkOf(address, given).look(true);
  return looked.ok ? 'ok' : looked.failure.code;
};

test('a folder and an http address offer the same', async () => {
  const folder = await feedFolder(entry, content);
  for (const address of [folder, pathToFileURL(folder).href, (await honestFeed(entry, content)).url]) {
    const looked = await checkOf(address).look(false);
    expect(looked).toMatchObject({ ok: true, value: { entry } });
  }
});

test('looked up once an hour, unless forced or the setting changes; a failure is kept for half a minute', async () => {
  const feed = await honestFeed(entry, content);
  const { look, clock, setting } = checkOf(feed.url);
  await look(false);
  clock.ms += feedLimits.cacheMs - 1;
  await look(false);
  expect(feed.requests).toHaveLength(1);
  clock.ms += 1;
  await look(false);
  expect(feed.requests).toHaveLength(2);
  await look(true);
  expect(feed.requests).toHaveLength(3);
  setting.address = `${feed.url}/other`;
  expect(await look(false)).toMatchObject({ ok: false });
  expect(feed.requests).toHaveLength(4);
  clock.ms += feedLimits.failureCacheMs - 1;
  await look(false);
  expect(feed.requests).toHaveLength(4);
  clock.ms += 1;
  await look(false);
  expect(feed.requests).toHaveLength(5);
});

test('many that look at once ask the feed once', async () => {
  const feed = await honestFeed(entry, content);
  const { look } = checkOf(feed.url);
  const looked = await Promise.all(Array.from({ length: 20 }, () => look(true)));
  expect(looked.every(({ ok }) => ok)).toBe(true);
  expect(feed.requests).toHaveLength(1);
});

test.each([
  ['', 'UPDATE_NO_FEED'],
  ['   ', 'UPDATE_NO_FEED'],
  ['relative/folder', 'UPDATE_FEED_INVALID'],
  ['ftp://example.invalid/', 'UPDATE_FEED_INVALID'],
  ['/nowhere/at/all', 'UPDATE_FEED_UNREACHABLE'],
  ['http://127.0.0.1:1/', 'UPDATE_FEED_UNREACHABLE'],
  ['http://no-such-host.invalid/', 'UPDATE_FEED_UNREACHABLE'],
])('address "%s": %s', async (address, code) => {
  expect(await codeOf(address)).toBe(code);
});

test.each<[string, string]>([
  ['not JSON at all', 'UPDATE_FEED_INVALID'],
  ['[]', 'UPDATE_FEED_INVALID'],
  [JSON.stringify({ ...entry, file: '../../etc/passwd' }), 'UPDATE_FEED_INVALID'],
  [JSON.stringify({ ...entry, file: '/etc/passwd' }), 'UPDATE_FEED_INVALID'],
  [JSON.stringify({ ...entry, size: -1 }), 'UPDATE_FEED_INVALID'],
  [JSON.stringify({ ...entry, version: 'newest' }), 'UPDATE_FEED_INVALID'],
  ['x'.repeat(600 * 1024), 'UPDATE_FEED_INVALID'],
  [JSON.stringify({ ...entry, signature: undefined }), 'UPDATE_FEED_UNSIGNED'],
  [JSON.stringify({ ...entry, signature: null }), 'UPDATE_FEED_UNSIGNED'],
  [JSON.stringify(feedEntry('2026.12.1', content, makeKeys().privateKey)), 'UPDATE_FEED_STRANGER'],
  [JSON.stringify({ ...entry, releaseNotes: 'click here' }), 'UPDATE_FEED_STRANGER'],
])('latest.json %#: %s', async (text, code) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'latest.json'), text);
  expect(await codeOf(folder)).toBe(code);
  const server = await feedServer({ '/feed/latest.json': (response) => response.end(text) });
  expect(await codeOf(server.url)).toBe(code);
});

test('policy warn takes a feed that nobody known has signed', async () => {
  const stranger = feedEntry('2026.12.1', content, makeKeys().privateKey);
  expect(await codeOf(await feedFolder(stranger, content), { allowUnsigned: true })).toBe('ok');
  expect(
    await codeOf(await feedFolder(feedEntry('2026.12.1', content), content), { allowUnsigned: true }),
  ).toBe('ok');
});

test('a feed that never answers is given up, one that drips too', async () => {
  const silent = await feedServer({ '/feed/latest.json': () => undefined });
  const looked = await checkOf(silent.url, { checkTimeoutMs: 100 }).look(true);
  expect(looked).toMatchObject({ failure: { code: 'UPDATE_FEED_UNREACHABLE' } });
  expect(looked.ok ? '' : looked.failure.message).toContain('it does not answer in time');
  const dripping = await feedServer({ '/feed/latest.json': (response) => void response.write('{') });
  expect(await codeOf(dripping.url, { checkTimeoutMs: 100 })).toBe('UPDATE_FEED_UNREACHABLE');
});

test('a redirect is told, not followed', async () => {
  const elsewhere = await honestFeed(entry, content);
  const feed = await feedServer({
    '/feed/latest.json': (response) =>
      response.writeHead(302, { location: `${elsewhere.url}/latest.json` }).end(),
  });
  const looked = await checkOf(feed.url).look(true);
  expect(looked.ok ? '' : looked.failure.message).toContain(elsewhere.url);
  expect(elsewhere.requests).toEqual([]);
});

test('credentials of the address are sent as such and never told', async () => {
  const seen: unknown[] = [];
  const feed = await feedServer({
    '/feed/latest.json': (response) => {
      seen.push(response.req.headers.authorization);
      response.writeHead(403).end();
    },
  });
  const looked = await checkOf(feed.url.replace('//', '//me:s%40cret@')).look(true);
  expect(seen).toEqual([`Basic ${Buffer.from('me:s@cret').toString('base64')}`]);
  expect(JSON.stringify(looked)).not.toContain('cret');
});

test('any change of what is signed, or of the signature, breaks it', () => {
  expect(evaluateFeed(entry, trusted).state).toBe('trusted');
  const text = JSON.stringify(entry);
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 127 }), (at, change) => {
      const bytes = Buffer.from(text);
      bytes.writeUInt8((bytes.readUInt8(at) ^ change) & 0xff, at);
      let changed: FeedEntry;
      try {
        changed = feedEntrySchema.parse(JSON.parse(bytes.toString('utf8')));
      } catch {
        return;
      }
      // A changed name of a field that is not signed leaves the entry as it was, or without its signature.
      const same = JSON.stringify(changed) === text;
      const spareBits =
        changed.signature !== entry.signature &&
        Buffer.from(changed.signature ?? '', 'base64').equals(Buffer.from(entry.signature ?? '', 'base64'));
      if (!same && !spareBits) expect(evaluateFeed(changed, trusted).state).not.toBe('trusted');
    }),
    { numRuns: 500 },
  );
});
