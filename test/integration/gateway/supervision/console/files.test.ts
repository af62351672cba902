import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { receiveOverLink, sendOverLink } from '../../../../../electron/platform/link/link-transfer.ts';
import type { FileSource } from '../../../../../electron/platform/transfer/file-ports.ts';
import {
  consoleTransferSchema,
  transferProtocols,
} from '../../../../../shared/gateway-api/console/transfer-api.ts';
import { backupArchive, someParts, supervisionPackage } from '../../../../fakes/archives.ts';
import { consoleGateway } from '../../../../fakes/console-gateway.ts';
import { readerPassword } from '../../../../fakes/in-process-gateway.ts';
import { bodyOf, linkTo } from '../../../../fakes/link-client.ts';
import { memorySink, memorySource } from '../../../../fakes/memory-files.ts';

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const announce = (name: string, content: Uint8Array, protocol = 'zmodem') => ({
  name,
  bytes: content.length,
  sha256: sha256(content),
  protocol,
});

type Client = Awaited<ReturnType<ReturnType<typeof linkTo>['entered']>>;
const transferOf = async (asked: ReturnType<Client['http']['post']>) =>
  consoleTransferSchema.parse(bodyOf(await asked));

/** As the source, but the cable is pulled when so much of the file was read. */
function cutAt(source: FileSource, offset: number, pull: () => Promise<void>): FileSource {
  return {
    files: source.files,
    async open(index) {
      const opened = await source.open(index);
      if (!opened.ok) return opened;
      return {
        ok: true,
        value: {
          ...opened.value,
          async read(at, bytes) {
            if (at >= offset) await pull();
            return opened.value.read(at, bytes);
          },
        },
      };
    },
  };
}

test.each(transferProtocols)('a backup comes over the console by %s', async (protocol) => {
  const { connect, gateway, address } = await consoleGateway();
  const client = await linkTo(await connect()).entered();
  const transfer = await transferOf(client.http.post('/console/downloads', { protocol }));
  expect(transfer).toMatchObject({ direction: 'get', state: 'waiting', protocol });
  expect(transfer.name).toMatch(/^Boiler room-.*\.zip$/);
  const sink = memorySink();
  const ended = await receiveOverLink(await client.lend(transfer.id), { protocol, sink });
  expect(ended).toMatchObject({ ok: true, value: { end: 'completed' } });
  const [stored] = sink.stored;
  expect(stored?.offered.name).toBe(transfer.name);
  expect(sha256(stored?.content ?? Buffer.alloc(0))).toBe(transfer.sha256);

  // The link is the same one as before.
  const path = `/console/transfers/${transfer.id}`;
  await expect.poll(async () => (await transferOf(client.http.get(path))).state).toBe('complete');
  bodyOf(await client.http.delete(path));
  expect((await client.http.get(path)).status).toBe(404);
  const spools = async () =>
    (await readdir(join(gateway.folder, 'uploads'))).filter((name) => name.startsWith('console-'));
  expect(await spools()).toEqual([]);
  const activity = bodyOf(await client.http.get('/api/v1/system/activity?type=backup'));
  expect(activity.activities).toMatchObject([{ action: 'downloaded', user: 'admin', details: { address } }]);
});

test('an upgrade whose cable is pulled in the middle goes on where it was', async () => {
  const { connect, cable, gateway, isOpen } = await consoleGateway({ allowUnsigned: true });
  const content = await supervisionPackage('2026.12.0', {
    content: `// ${randomBytes(600_000).toString('base64')}`,
  });
  const file = announce('supervision.zip', content);
  const source = memorySource([{ name: 'supervision.zip', content }]);

  const first = await linkTo(await connect()).entered();
  const begun = await transferOf(first.http.post('/console/files', file));
  expect(begun).toMatchObject({ direction: 'put', offset: 0, state: 'waiting' });
  const broken = await sendOverLink(await first.lend(begun.id), {
    protocol: 'zmodem',
    source: cutAt(source, 300_000, cable.pull),
  });
  expect(broken).toMatchObject({ ok: false, failure: { code: 'TRANSFER_LINE_GONE' } });

  await cable.plug();
  await expect.poll(isOpen, { timeout: 20_000 }).toBe(true);
  const second = await linkTo(await connect()).entered();
  const again = await transferOf(second.http.post('/console/files', file));
  expect(again.id).toBe(begun.id);
  expect(again.offset).toBeGreaterThan(100_000);
  const starts: number[] = [];
  const sent = await sendOverLink(await second.lend(again.id), {
    protocol: 'zmodem',
    source,
    onProgress: ({ bytes }) => starts.push(bytes),
  });
  expect(sent).toMatchObject({ ok: true, value: { end: 'completed' } });
  expect(starts[0]).toBeGreaterThanOrEqual(again.offset);

  const path = `/console/transfers/${again.id}`;
  await expect.poll(async () => (await transferOf(second.http.get(path))).upload).toBe(again.id);
  const upgraded = await second.http.post(`/system/upgrade?upload=${again.id}`);
  expect(upgraded.data).toBe('OK');
  expect(await gateway.said('switch')).toMatchObject({ revision: '2026.12.0' });
});

test('a restore by YMODEM; what arrives is not taken for something else', async () => {
  const { connect, gateway } = await consoleGateway();
  const client = await linkTo(await connect()).entered();
  const content = await backupArchive(someParts());
  const put = async (sent: Uint8Array) => {
    const transfer = await transferOf(
      client.http.post('/console/files', announce('boiler.zip', content, 'ymodem')),
    );
    const source = memorySource([{ name: 'boiler.zip', content: sent }]);
    await sendOverLink(await client.lend(transfer.id), { protocol: 'ymodem', source });
    const path = `/console/transfers/${transfer.id}`;
    await expect.poll(async () => (await transferOf(client.http.get(path))).state).not.toBe('running');
    return transferOf(client.http.get(path));
  };
  const damaged = Buffer.from(content);
  damaged[20] = (damaged[20] ?? 0) ^ 1;
  expect(await put(damaged)).toMatchObject({ upload: null, failure: { code: 'CONSOLE_FILE_DAMAGED' } });
  expect(await put(content.subarray(1))).toMatchObject({ failure: { code: 'CONSOLE_OTHER_FILE' } });
  const { upload } = await put(content);
  expect(bodyOf(await client.http.post(`/system/restore?upload=${upload}`))).toEqual({ err: null });
  await gateway.said('restart');
});

test('files are for those who may, and for the console only', async () => {
  const { connect, gateway } = await consoleGateway();
  const cookie = await gateway.reader();
  const content = randomBytes(100);
  const overNetwork = await gateway.post('/console/downloads', {}, cookie);
  expect([overNetwork.status, overNetwork.headers.get('x-error-code')]).toEqual([404, 'CONSOLE_ONLY']);
  const line = await connect();
  const client = linkTo(line);
  expect((await client.http.post('/console/downloads', {})).status).toBe(403);
  await client.entered(readerPassword, 'reader');
  expect((await client.http.post('/console/files', announce('a.zip', content))).status).toBe(403);
  const mine = await transferOf(client.http.post('/console/downloads', {}));
  await client.entered();
  expect((await client.http.get(`/console/transfers/${mine.id}`)).status).toBe(404);
  expect((await client.http.post('/console/downloads', { snapshot: 'none.zip' })).status).toBe(404);

  // Nobody announced this: the line comes back and the link goes on.
  const nothing = await client.lend('unknown');
  const ended = await receiveOverLink(nothing, { protocol: 'zmodem', sink: memorySink(() => false) });
  expect(ended.ok && ended.value.end).not.toBe('completed');
  expect((await client.http.get('/health')).status).toBe(200);
});
