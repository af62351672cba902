import { spawn } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { type RunningProgram, startProgram } from '../../e2e/fixtures/processes.ts';
import { freePort } from '../../fakes/free-port.ts';
import { newPostgresDatabase } from '../../fakes/postgres-peer.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

/** `npm run fleet` as people start it. */

const root = resolve(import.meta.dirname, '../../..');
const entry = 'electron/fleet/main.js';

async function start(folder: string, ...more: string[]): Promise<RunningProgram & { url: string }> {
  const args = [entry, '--data', folder, '--port', '0', '--mqtt-port', '0', ...more];
  const program = await startProgram(args, 'fleet ready', { cwd: root });
  onTestFinished(program.stop);
  const [url = ''] = program.announced.split(' ');
  return { ...program, url };
}

/** Exit code and what it said to whoever typed it. */
async function refused(args: string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [entry, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<number>((done) => child.once('exit', (code) => done(code ?? -1)));
  return { said: await text(child.stderr), code: await ended };
}

const login = async (url: string, password: string) => {
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password }),
  });
  return answer.status;
};

test('the first start shows the password once and keeps it in a file for its owner alone', async () => {
  const folder = await temporaryFolder();
  const first = await start(folder);
  const shown = /^first account: admin, password (\S+) /.exec(first.lines.join('\n'))?.[1] ?? '';
  const file = join(folder, 'initial-admin-password');
  expect((await readFile(file, 'utf8')).trim()).toBe(shown);
  for (const name of ['initial-admin-password', 'token-key']) {
    expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600);
  }
  expect(first.announced).toMatch(/^http:\/\/127\.0\.0\.1:\d+ mqtt:\/\/127\.0\.0\.1:\d+$/);
  expect(await login(first.url, shown)).toBe(200);
  await first.stop();
  const second = await start(folder);
  expect(second.lines.join('\n')).not.toContain('first account');
  expect(await login(second.url, shown)).toBe(200);
});

test('the same with PostgreSQL', async () => {
  const folder = await temporaryFolder();
  const { url: database } = { url: await newPostgresDatabase() };
  const fleet = await start(folder, '--database', database);
  const password = (await readFile(join(folder, 'initial-admin-password'), 'utf8')).trim();
  expect(await login(fleet.url, password)).toBe(200);
  const other = await refused([
    '--data',
    await temporaryFolder(),
    '--port',
    '0',
    '--mqtt-port',
    '0',
    '--database',
    database,
  ]);
  expect(other).toMatchObject({
    code: 75,
    said: expect.stringContaining('Another fleet backend works with'),
  });
}, 120_000);

test('what keeps it from starting is said in a sentence', async () => {
  const folder = await temporaryFolder();
  const fleet = await start(folder);
  const twice = await refused(['--data', folder, '--port', '0', '--mqtt-port', '0']);
  expect(twice).toMatchObject({ code: 75, said: expect.stringContaining(folder) });
  await fleet.stop();
  const port = await freePort();
  const holder = createServer().listen(port, '127.0.0.1');
  onTestFinished(() => void holder.close());
  const taken = await refused([
    '--data',
    await temporaryFolder(),
    '--port',
    String(port),
    '--mqtt-port',
    '0',
  ]);
  expect(taken).toMatchObject({
    code: 1,
    said: expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`),
  });
  const damaged = await temporaryFolder();
  await mkdir(damaged, { recursive: true });
  await writeFile(join(damaged, 'fleet.sqlite'), 'this is no database, whatever it is called');
  const broken = await refused(['--data', damaged, '--port', '0', '--mqtt-port', '0']);
  expect(broken).toMatchObject({ code: 1, said: expect.stringContaining('is damaged') });
  const kept = await readFile(join(damaged, 'fleet.sqlite'), 'utf8');
  expect(kept).toContain('this is no database');
  expect(await refused(['--data', damaged, '--nonsense'])).toMatchObject({
    code: 1,
    said: expect.stringContaining('usage:'),
  });
}, 120_000);
