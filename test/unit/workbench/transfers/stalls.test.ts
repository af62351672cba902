import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createGatewayClient } from '../../../../electron/workbench/sessions/gateway-client.ts';
import { createGatewayHttp } from '../../../../electron/workbench/sessions/gateway-http.ts';
import { downloadFile } from '../../../../electron/workbench/transfers/download.ts';
import { sendResumably } from '../../../../electron/workbench/transfers/resumable-upload.ts';
import { uploadFile } from '../../../../electron/workbench/transfers/upload.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

/** A pulled cable sends no reset: what nothing moves on is ended by the workbench itself. */

const bytes = 24 * 1024 * 1024;

/** A gateway that does with a transfer what `handle` does; a session it has always. */
async function box(handle: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    if (request.url === '/session') response.end('{}');
    else handle(request, response);
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const http = createGatewayHttp({ address, judge: () => 'refuse' });
  onTestFinished(() => {
    http.close();
    server.closeAllConnections();
    server.close();
  });
  return createGatewayClient({
    http,
    about: () => ({ gateway: 'box', address, username: 'admin' }),
    credential: () => null,
    certificateFailure: () => null,
    observe: () => undefined,
  });
}

async function file() {
  const path = join(await temporaryFolder(), 'large.zip');
  await writeFile(path, Buffer.alloc(bytes));
  return { path, name: 'large.zip', bytes };
}

const common = { signal: new AbortController().signal, now: Date.now, onProgress: () => undefined };
const nothing = () => undefined;

test('an upload that the other side stops reading is ended as a broken connection', async () => {
  // Reads nothing: the buffers between fill up, and then nothing moves.
  const client = await box((request) => void request.pause());
  const limits = { stallMs: 300, checkingMs: 60_000 };
  const upload = { path: '/system/upgrade', file: await file(), onAllSent: nothing, limits, ...common };
  expect(await uploadFile(client, upload)).toMatchObject({
    ok: false,
    failure: { code: 'GATEWAY_CONNECTION_LOST', context: { doing: 'uploading' } },
  });
});

test('a gateway that says nothing after the last byte is waited for as long as its check may take', async () => {
  let sent = 0;
  const onAllSent = () => {
    sent += 1;
  };
  const client = await box((request) => void request.resume());
  const limits = { stallMs: 60_000, checkingMs: 300 };
  const upload = { path: '/system/upgrade', file: await file(), limits, ...common };
  const answered = await uploadFile(client, { ...upload, onAllSent });
  expect(answered).toMatchObject({ ok: false, failure: { code: 'GATEWAY_CONNECTION_LOST' } });
  expect(sent).toBe(1);
});

test('a download on which nothing comes any more is ended, and nothing half is left', async () => {
  const folder = await temporaryFolder();
  const client = await box((_request, response) => {
    response.writeHead(200, { 'content-length': String(bytes) });
    response.write(Buffer.alloc(1_000_000));
  });
  const downloaded = await downloadFile(client, {
    ...{ path: '/system/backup', folder, fallbackName: 'backup.zip', doing: 'downloading the backup' },
    ...{ gateway: 'box', stallMs: 300, ...common },
  });
  expect(downloaded).toMatchObject({
    ok: false,
    failure: { code: 'GATEWAY_CONNECTION_LOST', context: { doing: 'downloading the backup' } },
  });
  expect(await readdir(folder)).toEqual([]);
});

test('a download that never begins is ended, too', async () => {
  const client = await box(nothing);
  const downloaded = await downloadFile(client, {
    ...{ path: '/system/backup', folder: await temporaryFolder(), fallbackName: 'backup.zip' },
    ...{ doing: 'downloading the backup', gateway: 'box', stallMs: 300, ...common },
  });
  expect(downloaded).toMatchObject({ ok: false, failure: { code: 'GATEWAY_CONNECTION_LOST' } });
});

test('a resumable upload that stalls asks how much arrived, goes on from there, and gives up at last', async () => {
  const offsets: string[] = [];
  const client = await box((request, response) => {
    if (request.method === 'POST') response.writeHead(201, { location: '/uploads/u1' }).end();
    else if (request.method === 'HEAD') response.writeHead(200, { 'upload-offset': '1000000' }).end();
    else if (request.method === 'PATCH') {
      offsets.push(String(request.headers['upload-offset']));
      // The first part hangs, the second is refused for good.
      if (offsets.length === 1) request.pause();
      else response.writeHead(507).end('full');
    } else response.writeHead(204).end();
  });
  const notes: string[] = [];
  const limits = { stallMs: 300, resumeWithinMs: 5_000, askEveryMs: 50 };
  const upload = { file: await file(), gateway: 'box', onNote: (note: string) => void notes.push(note) };
  const sent = await sendResumably(client, { ...upload, limits, ...common });
  expect(offsets).toEqual(['0', '1000000']);
  expect(sent).toMatchObject({ ok: false, failure: { code: 'DISK_FULL' } });
  expect(notes.join()).toContain('going on from there');
});

test('a gateway that stays away ends a resumable upload with what that means', async () => {
  let alive = true;
  const client = await box((request, response) => {
    if (!alive) request.socket.destroy();
    else if (request.method === 'POST') response.writeHead(201, { location: '/uploads/u1' }).end();
    else {
      alive = false;
      request.socket.destroy();
    }
  });
  const limits = { stallMs: 5_000, resumeWithinMs: 200, askEveryMs: 20 };
  const upload = { file: await file(), gateway: 'box', onNote: nothing, limits, ...common };
  const sent = await sendResumably(client, upload);
  expect(!sent.ok && sent.failure.message).toBe(
    'The connection to box broke while uploading. Nothing was changed there; check the cable and try again.',
  );
});

test.each([404, 405, 501])(
  'a gateway that answers %i to tus gets the file the ordinary way',
  async (status) => {
    const client = await box((_request, response) => void response.writeHead(status).end());
    const sent = await sendResumably(client, {
      ...{ file: await file(), gateway: 'box', onNote: nothing, ...common },
    });
    expect(sent).toEqual({ ok: true, value: null });
  },
);
