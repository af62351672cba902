import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

interface Served {
  child: ChildProcess;
  address: URL;
  dataFolder: string;
  cookie: string;
}

async function serve(): Promise<Served> {
  const dataFolder = await temporaryFolder();
  const child = fork(
    join(process.cwd(), 'electron/serve.ts'),
    ['--port', '0', '--data', dataFolder, '--no-open'],
    {
      execArgv: [],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
  });
  if (child.stdout === null) throw new Error('no stdout');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const printed = /^workbench ready (http:\/\/127\.0\.0\.1:\d+\/\?token=\S+)$/.exec(line)?.[1];
  if (printed === undefined) throw new Error(`unexpected first line: ${line}`);
  const address = new URL(printed);
  const entered = await get(address, { path: `/?${address.searchParams}` });
  return { child, address, dataFolder, cookie: entered.cookie.split(';')[0] ?? '' };
}

/** fetch sets Host and Origin itself; here they are the matter. */
function get(
  address: URL,
  options: { path: string; headers?: Record<string, string>; method?: string; body?: string },
): Promise<{ status: number; headers: Record<string, unknown>; cookie: string; body: string }> {
  return new Promise((resolve, reject) => {
    const { path, headers = {}, method = 'GET' } = options;
    const sent = request({ host: address.hostname, port: address.port, path, method, headers }, (answer) => {
      let body = '';
      answer.on('data', (chunk) => {
        body += String(chunk);
      });
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          cookie: answer.headers['set-cookie']?.[0] ?? '',
          body,
        }),
      );
    });
    sent.on('error', reject);
    sent.end(options.body);
  });
}

describe('the workbench for a browser', () => {
  test('takes the token for a cookie once and serves nothing without it', async () => {
    const { address, cookie } = await serve();
    const entered = await get(address, { path: `/?${address.searchParams}` });
    expect(entered).toMatchObject({ status: 303, headers: { location: '/' } });
    expect(entered.cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
    for (const path of ['/', '/index.html', '/assets/x.js', '/files/x', '/bridge', '/?token=wrong']) {
      expect(await get(address, { path })).toMatchObject({ status: 403 });
    }
    const page = await get(address, { path: '/', headers: { cookie } });
    expect([200, 503]).toContain(page.status);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('refuses other names for this computer and other web sites', async () => {
    const { address, cookie } = await serve();
    const port = address.port;
    const strangers: Record<string, string>[] = [
      { cookie, host: `evil.example:${port}` },
      { cookie, host: '127.0.0.1' },
      { cookie, origin: 'http://evil.example' },
      { cookie, origin: `https://127.0.0.1:${port}` },
      { cookie, origin: 'null' },
    ];
    for (const headers of strangers) {
      expect(await get(address, { path: '/files/x', headers })).toMatchObject({ status: 403 });
    }
    const ours = { cookie, origin: `http://127.0.0.1:${port}` };
    expect(await get(address, { path: '/files/x', headers: ours })).toMatchObject({ status: 404 });
  });

  test('speaks the bridge over a WebSocket to its own page only', async () => {
    const { address, cookie } = await serve();
    const url = `ws://${address.host}/bridge`;
    for (const options of [{}, { headers: { cookie }, origin: 'http://evil.example' }]) {
      const stranger = new WebSocket(url, options);
      const [error] = (await once(stranger, 'error')) as [Error];
      expect(error.message).toContain('403');
    }
    const socket = new WebSocket(url, { headers: { cookie }, origin: `http://${address.host}` });
    await once(socket, 'open');
    const answered = new Map<number, unknown>();
    const events: unknown[] = [];
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      if ('id' in message) answered.set(message.id, message.result);
      else events.push(message);
    });
    const ask = async (id: number, call: string, input: unknown) => {
      socket.send(JSON.stringify({ id, call, input }));
      while (!answered.has(id)) await once(socket, 'message');
      return answered.get(id);
    };
    expect(await ask(1, 'app.info', null)).toMatchObject({ ok: true, value: { surface: 'browser' } });
    expect(await ask(2, 'no.such', null)).toMatchObject({ failure: { code: 'BRIDGE_UNKNOWN_CALL' } });
    expect(await ask(3, '__proto__', null)).toMatchObject({ failure: { code: 'BRIDGE_UNKNOWN_CALL' } });
    expect(await ask(4, 'settings.update', { theme: 7 })).toMatchObject({
      failure: { code: 'BRIDGE_BAD_INPUT' },
    });
    const updated = await ask(5, 'settings.update', { theme: 'dark' });
    expect(updated).toMatchObject({ ok: true, value: { theme: 'dark', backupBeforeUpgrade: true } });
    expect(events).toContainEqual({
      event: 'settings.changed',
      payload: expect.objectContaining({ theme: 'dark' }),
    });
    socket.send('not json');
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1007);
  });

  test('takes a file in, gives it back, and deletes it when it is released', async () => {
    const { address, cookie, dataFolder } = await serve();
    const body = 'x'.repeat(3_000_000);
    const name = encodeURIComponent('../Käse "1".zip');
    const sent = await get(address, {
      path: '/files',
      method: 'POST',
      headers: { cookie, 'x-file-name': name, 'content-type': 'application/json' },
      body,
    });
    expect(sent.status).toBe(200);
    const token = JSON.parse(sent.body);
    expect(token).toMatchObject({ name: 'Käse "1".zip', bytes: 3_000_000 });
    const back = await get(address, { path: `/files/${token.token}`, headers: { cookie } });
    expect(back.body).toBe(body);
    expect(back.headers['content-disposition']).toContain('attachment');
    const uploads = join(dataFolder, 'uploads');
    expect(await readdir(uploads)).toHaveLength(1);

    const socket = new WebSocket(`ws://${address.host}/bridge`, { headers: { cookie } });
    await once(socket, 'open');
    socket.send(JSON.stringify({ id: 1, call: 'files.release', input: { token: token.token } }));
    await once(socket, 'message');
    socket.close();
    expect(await readdir(uploads)).toEqual([]);
    expect(await get(address, { path: `/files/${token.token}`, headers: { cookie } })).toMatchObject({
      status: 404,
    });
  });

  test('ends by itself when whoever started it is gone', async () => {
    const { child } = await serve();
    child.disconnect();
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });

  test('does not share its data folder with a second one', async () => {
    const { dataFolder } = await serve();
    const second = fork(
      join(process.cwd(), 'electron/serve.ts'),
      ['--port', '0', '--data', dataFolder, '--no-open'],
      { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
    );
    let said = '';
    second.stderr?.on('data', (data) => {
      said += String(data);
    });
    const [code] = await once(second, 'exit');
    expect(code).toBe(1);
    expect(said).toBe(
      `workbench: The data folder ${dataFolder} is in use already. Stop the program that uses it or choose another folder.\n`,
    );
  });
});
