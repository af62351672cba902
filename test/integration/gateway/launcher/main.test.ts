import { type ChildProcess, fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serveBroker } from '#platform/processes/broker.ts';
import { createForkSpawner } from '#platform/processes/fork-spawner.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

/** The gateway's program as a child, as the workbench starts it. */

const program = new URL('../../../../electron/gateway/main.js', import.meta.url).pathname;
const quiet = ['--disable-warning=ExperimentalWarning'];

function start(args: string[]): ChildProcess {
  const child = fork(program, args, { execArgv: quiet, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function takePort(): Promise<{ port: number; close: () => void }> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

const exitOf = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));
const readyOf = (child: ChildProcess) =>
  new Promise<{ type: string; url: string }>((resolve) => child.once('message', resolve as never));
const answers = (url: string) =>
  fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
const gone = (url: string) => expect.poll(() => answers(url), { timeout: 20_000 }).toBe(false);

test('tells its parent and its output when it is ready, and ends when asked', async () => {
  const child = start(['--data', await temporaryFolder(), '--port', '0']);
  const output = text(child.stdout as NodeJS.ReadableStream);
  const { type, url } = await readyOf(child);
  expect(type).toBe('ready');
  expect(await answers(url)).toBe(true);
  const ended = exitOf(child);
  child.send({ type: 'stop' });
  expect(await ended).toBe(0);
  expect(await answers(url)).toBe(false);
  expect(await output).toBe(`gateway ready ${url}\n`);
});

test('over TLS the launcher verifies health with the certificate that supervision made', async () => {
  const child = start(['--data', await temporaryFolder(), '--port', '0', '--tls']);
  expect((await readyOf(child)).url).toMatch(/^https:\/\/127\.0\.0\.1:\d+/);
});

test('ends with its parent', async () => {
  const folder = await temporaryFolder();
  const parent = join(folder, 'parent.mjs');
  await writeFile(
    parent,
    `import { fork } from 'node:child_process';
     fork('${program}', ['--data', '${folder}/data', '--port', '0'], { execArgv: ${JSON.stringify(quiet)}, silent: true })
       .on('message', (message) => process.send(message));`,
  );
  const child = fork(parent, [], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const { url } = await readyOf(child);
  child.kill('SIGKILL');
  await gone(url);
});

test('SIGTERM ends it cleanly', async () => {
  const child = start(['--data', await temporaryFolder(), '--port', '0']);
  const { url } = await readyOf(child);
  const ended = exitOf(child);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(await answers(url)).toBe(false);
});

describe('says in a sentence why it does not start', () => {
  async function complaint(args: string[], exitCode = 1): Promise<string> {
    const child = start(args);
    const said = text(child.stderr as NodeJS.ReadableStream);
    expect(await exitOf(child)).toBe(exitCode);
    return said;
  }

  test('another one has the data folder', async () => {
    const folder = await temporaryFolder();
    await readyOf(start(['--data', folder, '--port', '0']));
    // Its own code: whoever starts it may wait for the other one to end.
    expect(await complaint(['--data', folder, '--port', '0'], 75)).toContain(
      `The data folder ${folder} is in use already. Stop the program that uses it or choose another folder.`,
    );
  });

  test('the data folder cannot be one', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    expect(await complaint(['--data', file])).toContain(`The data folder ${file} cannot be used`);
  });

  test('the port is taken, or is not one of this machine', async () => {
    const { port, close } = await takePort();
    onTestFinished(close);
    const data = await temporaryFolder();
    expect(await complaint(['--data', data, '--port', String(port)])).toContain(
      `Port ${port} on 127.0.0.1 is in use by another program`,
    );
    expect(await complaint(['--data', data, '--port', '8480', '--host', '192.0.2.1'])).toContain(
      '192.0.2.1 is no address of this machine',
    );
  });

  test('an option is wrong', async () => {
    const data = await temporaryFolder();
    expect(await complaint(['--data', data, '--port', 'many'])).toContain('--port has to be a number');
  });
});

test('where it may not fork, its parent starts supervision for it and ends it with it', async () => {
  const folder = await temporaryFolder();
  const spawner = createForkSpawner();
  const started: string[] = [];
  const child = spawner.spawn(program, {
    name: 'gateway',
    args: ['--data', folder, '--port', '0'],
    env: { GATEWRIGHT_SPAWN_BY_BROKER: '1' },
    onOutput: () => undefined,
  });
  onTestFinished(() => child.kill('SIGKILL'));
  serveBroker(child, spawner, (entry) => {
    started.push(entry);
    return true;
  });
  const url = await new Promise<string>((resolve) =>
    child.onMessage((message) => {
      if (message !== null && typeof message === 'object' && 'url' in message) resolve(String(message.url));
    }),
  );
  expect(started).toEqual([join(program, '../supervision/main.ts')]);
  expect(await answers(url)).toBe(true);
  child.kill('SIGKILL');
  await gone(url);
});
