import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createLicense } from '../../../../../electron/gateway/supervision/license/license.ts';
import {
  type LicenseFile,
  licenseKeyHash,
  readLicense,
  signLicense,
} from '../../../../../electron/gateway/supervision/license/license-file.ts';
import { readPublicKey } from '../../../../../electron/platform/signatures/trusted-keys.ts';
import { makeKeys } from '../../../../fakes/archives.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

const keys = makeKeys();
const licenseKey = 'AB12-CD34-EF56-GH78';
const email = 'user@example.com';
const updatesExpireAt = '2027-01-19T00:00:00.000Z';
const before = Date.parse('2026-12-01T00:00:00Z');
const after = Date.parse('2027-02-01T00:00:00Z');

const made = (changes: Partial<LicenseFile> = {}, key = keys.privateKey): LicenseFile =>
  signLicense(
    { kind: 'license', format: 1, keyHash: licenseKeyHash(licenseKey), email, updatesExpireAt, ...changes },
    key,
  );

async function site(given: { files?: Record<string, string>; server?: string; timeoutMs?: number } = {}) {
  const dataFolder = await temporaryFolder();
  for (const name of ['keys', 'state', 'licenses']) await mkdir(join(dataFolder, name));
  await writeFile(join(dataFolder, 'keys/acme.pem'), keys.publicPem);
  const put = (name: string, text: string) => writeFile(join(dataFolder, 'licenses', name), text);
  for (const [name, text] of Object.entries(given.files ?? {})) await put(name, text);
  const clock = { now: before };
  const open = () =>
    createLicense({
      dataFolder,
      keyFolders: [join(dataFolder, 'keys')],
      server: () => given.server ?? '',
      now: () => clock.now,
      log: pino({ level: 'silent' }),
      ...(given.timeoutMs !== undefined && { timeoutMs: given.timeoutMs }),
    });
  return { dataFolder, put, clock, open, license: open() };
}

const withFile = () => site({ files: { 'customer.json': JSON.stringify(made()) } });
const codeOf = (result: { ok: true } | { ok: false; failure: { code: string } }) =>
  result.ok ? 'ok' : result.failure.code;
const refusal = async (license: Awaited<ReturnType<typeof site>>['license'], releaseDate = '2026-11-20') =>
  (await license.refuseUpdate(releaseDate))?.code ?? null;

test('a gateway that never heard of licences gets updates', async () => {
  const { license } = await site();
  expect(await license.status()).toEqual({ valid: false, updatesActive: true });
  expect(await refusal(license)).toBeNull();
  expect(codeOf(await license.validate({ email, licenseKey }))).toBe('LICENSE_INVALID');
});

test('a key of a licence file is taken, however it is typed, and kept', async () => {
  const { license, open } = await withFile();
  expect(await license.status()).toEqual({ valid: false, updatesActive: false });
  expect(await refusal(license)).toBe('LICENSE_NEEDED');
  const typed = { email: 'User@Example.com ', licenseKey: ' ab12 cd34ef56-gh78' };
  expect(await license.validate(typed)).toMatchObject({ ok: true, value: { updatesExpireAt } });
  const status = { valid: true, email, updatesExpireAt, updatesActive: true };
  expect(await license.status()).toEqual(status);
  expect(await open().status()).toEqual(status);
  expect(await refusal(license)).toBeNull();
});

test.each([
  ['another key', { email, licenseKey: 'AB12-CD34-EF56-GH79' }],
  ['another address', { email: 'other@example.com', licenseKey }],
])('%s is refused, and what was entered stays', async (_what, question) => {
  const { license } = await withFile();
  await license.validate({ email, licenseKey });
  expect(codeOf(await license.validate(question))).toBe('LICENSE_INVALID');
  expect((await license.status()).valid).toBe(true);
});

test('after its end it is still valid, and brings no updates; the clock set back brings none that came later', async () => {
  const { license, clock } = await withFile();
  await license.validate({ email, licenseKey });
  clock.now = after;
  expect(await license.status()).toMatchObject({ valid: true, updatesActive: false });
  expect(await refusal(license)).toBe('UPDATES_EXPIRED');
  clock.now = before;
  expect(await refusal(license, '2027-01-20')).toBe('UPDATES_EXPIRED');
  expect(await refusal(license, '2027-01-18')).toBeNull();
});

test('a licence file that a stranger signed, or that was altered by one byte, is none', async () => {
  const stranger = await site({ files: { 'a.json': JSON.stringify(made({}, makeKeys().privateKey)) } });
  expect(codeOf(await stranger.license.validate({ email, licenseKey }))).toBe('LICENSE_INVALID');
  const { license, put } = await withFile();
  await license.validate({ email, licenseKey });
  await put('customer.json', JSON.stringify(made()).replace('2027-01-19', '2037-01-19'));
  expect(await license.status()).toEqual({ valid: false, updatesActive: false });
  expect(await refusal(license)).toBe('LICENSE_NEEDED');
});

test('any byte of a licence file may be altered: it is none then', () => {
  const trusted = [{ name: 'acme', key: readPublicKey(keys.publicPem) }];
  const text = JSON.stringify(made());
  expect(readLicense(text, trusted)).toEqual(made());
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bytes = Buffer.from(text);
      bytes.writeUInt8(bytes.readUInt8(at) ^ change, at);
      expect(readLicense(bytes.toString('utf8'), trusted)).toBeNull();
    }),
    { numRuns: 2_000 },
  );
});

test('of several licences with one key the longest counts; what is no licence is passed over', async () => {
  const { license } = await site({
    files: {
      'a.json': JSON.stringify(made({ updatesExpireAt: '2026-12-24T00:00:00.000Z' })),
      'b.json': JSON.stringify(made()),
      'c.json': '{"kind":',
      'd.json': 'x'.repeat(100_000),
      'e.txt': JSON.stringify(made({ updatesExpireAt: '2099-01-01T00:00:00.000Z' })),
    },
  });
  expect(await license.validate({ email, licenseKey })).toMatchObject({ value: { updatesExpireAt } });
});

async function licenseServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/licenses`;
}

test('the licence server is asked for what no file has; its licence is kept for when it is away', async () => {
  const asked: unknown[] = [];
  const server = await licenseServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      asked.push([request.method, request.url, JSON.parse(body)]);
      response.end(JSON.stringify(made()));
    });
  });
  const { license, dataFolder, open } = await site({ server });
  expect(await license.status()).toEqual({ valid: false, updatesActive: false });
  expect(codeOf(await license.validate({ email, licenseKey }))).toBe('ok');
  expect(asked).toEqual([['POST', '/licenses', { email, licenseKey }]]);
  expect(await open().status()).toMatchObject({ valid: true, email });
  await license.validate({ email, licenseKey });
  expect(asked).toHaveLength(1);
  for (const name of await readdir(join(dataFolder, 'licenses'))) {
    expect(await readFile(join(dataFolder, 'licenses', name), 'utf8')).not.toContain(licenseKey);
  }
});

test.each<[string, string, RequestListener]>([
  ['does not know the key', 'LICENSE_INVALID', (_request, response) => response.writeHead(404).end()],
  ['fails', 'LICENSE_SERVER', (_request, response) => response.writeHead(500).end()],
  ['answers nonsense', 'LICENSE_SERVER', (_request, response) => response.end('{}')],
  ['never ends', 'LICENSE_SERVER', (_request, response) => void response.write('x'.repeat(100_000))],
  ['never answers', 'LICENSE_SERVER', () => undefined],
  ['leads elsewhere', 'LICENSE_SERVER', (_r, response) => response.writeHead(302, { location: '/' }).end()],
  [
    'answers with a licence of another key',
    'LICENSE_SERVER',
    (_request, response) => response.end(JSON.stringify(made({ keyHash: licenseKeyHash('other') }))),
  ],
  [
    'signs with a strange key',
    'LICENSE_SERVER',
    (_request, response) => response.end(JSON.stringify(made({}, makeKeys().privateKey))),
  ],
])('a licence server that %s: %s, and nothing is kept', async (_what, code, answer) => {
  const { license, dataFolder } = await site({ server: await licenseServer(answer), timeoutMs: 300 });
  expect(codeOf(await license.validate({ email, licenseKey }))).toBe(code);
  expect(await readdir(join(dataFolder, 'licenses'))).toEqual([]);
  expect((await license.status()).valid).toBe(false);
});

test('a licence server that nothing answers for', async () => {
  for (const server of ['http://127.0.0.1:1/', 'ftp://x/', 'nonsense']) {
    const { license } = await site({ server });
    expect(codeOf(await license.validate({ email, licenseKey }))).toBe('LICENSE_SERVER');
  }
});
