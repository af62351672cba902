import { execFile, spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import type { Capabilities } from '../../../shared/gateway-api/extensions.ts';
import { makeKeys } from '../../fakes/archives.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

/**
 * The vendor's own curl lines, word for word but for host and file names, against the gateway as a program: launcher,
 * supervision, real packages made from this source. What the lines do not print (status, headers) comes through a .curlrc.
 */

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const restartTimeoutMs = 60_000;

async function startGateway(folder: string, keys: string): Promise<string> {
  const child = spawn(
    process.execPath,
    [
      join(root, 'electron/gateway/main.js'),
      '--data',
      folder,
      '--port',
      '0',
      '--name',
      'boiler-room',
      '--keys',
      keys,
    ],
    {
      env: { ...process.env, GATEWRIGHT_ADMIN_PASSWORD: 'secret', NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  const ready = /^gateway ready (\S+)$/m;
  await expect.poll(() => ready.test(output), { timeout: 30_000 }).toBe(true);
  return ready.exec(output)?.[1] ?? '';
}

async function makePackages(folder: string, keyFile: string): Promise<void> {
  const script = (name: string, ...args: string[]) =>
    run(process.execPath, [join(root, 'scripts', name), ...args, '--key', keyFile], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
  await script(
    'package-supervision.ts',
    '--revision',
    '2030.04',
    '--out',
    join(folder, 'supervision-2030.04.zip'),
  );
  await script('package-firmware.ts', '--version', '2030.04', '--out', join(folder, 'firmware-2030.04.bin'));
}

test('every documented curl line does what its text says', async () => {
  const folder = await temporaryFolder();
  const here = join(folder, 'technician');
  const keys = join(folder, 'keys');
  await mkdir(here);
  await mkdir(keys);
  const { privateKey, publicPem } = makeKeys();
  const keyFile = join(folder, 'maker.key');
  await writeFile(join(keys, 'maker.pem'), publicPem);
  await writeFile(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await makePackages(here, keyFile);
  const url = await startGateway(join(folder, 'data'), keys);

  const curlrc = join(folder, 'curl');
  await mkdir(curlrc);
  await writeFile(
    join(curlrc, '.curlrc'),
    `silent\nshow-error\ndump-header = "${join(folder, 'headers')}"\n`,
  );
  const shell = async (lines: string) =>
    (
      await run('bash', ['-c', lines.replaceAll('https://gateway.example.com', url)], {
        cwd: here,
        env: { ...process.env, PASS: 'secret', CURL_HOME: curlrc },
      })
    ).stdout;
  const headers = async () => (await readFile(join(folder, 'headers'), 'utf8')).toLowerCase();
  const capabilities = async () => (await (await fetch(`${url}/system/capabilities`)).json()) as Capabilities;
  const comesBackAfter = (bootId: string) =>
    expect
      .poll(
        () =>
          capabilities().then(
            (found) => found.bootId,
            () => bootId,
          ),
        { timeout: restartTimeoutMs },
      )
      .not.toBe(bootId);
  const login = () =>
    shell(`#!/bin/bash
# 1. authenticate
curl -c cookies.txt -X POST 'https://gateway.example.com/auth/rest' \\
-H 'Content-Type: application/json' \\
-d "{\\"username\\":\\"admin\\",\\"password\\":\\"$(echo -n $PASS | md5sum | awk '{print $1}')\\"}"`);

  expect(JSON.parse(await login())).toEqual({ sessionId: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(
    await shell(`curl -b cookies.txt -w '%{http_code}\\n' 'https://gateway.example.com/session'`),
  ).toMatch(/"username":"admin".*\}200\n$/);

  await shell(`curl -b cookies.txt -OJ \\
'https://gateway.example.com/system/backup'
# saves <name>-<date>.zip`);
  const backup = (await readdir(here)).find((name) =>
    /^boiler-room-\d{4}-\d{2}-\d{2}-\d{2}-\d{2}-\d{2}\.zip$/.test(name),
  );
  expect(backup).toBeDefined();
  expect(await headers()).toContain('content-type: application/zip');

  const taken = JSON.parse(
    await shell(`curl -b cookies.txt -X POST 'https://gateway.example.com/system/snapshots'`),
  );
  await shell(`curl -b cookies.txt -OJ \\
'https://gateway.example.com/system/snapshot/${taken.name}'`);
  expect(await readdir(here)).toContainEqual(
    expect.stringMatching(/^boiler-room-Snapshot-\d{4}-\d{2}-\d{2}-\d{2}-\d{2}-\d{2}\.zip$/),
  );
  await shell(
    `curl -b cookies.txt -o gone.txt 'https://gateway.example.com/system/snapshot/2026-04-08T03-00-00.zip'`,
  );
  expect(await headers()).toContain('404');

  expect(
    await shell(`curl -b cookies.txt -X POST \\
-F 'file=@firmware-2030.04.bin' \\
'https://gateway.example.com/system/firmware/upgrade'`),
  ).toBe('OK');
  expect((await capabilities()).firmware).not.toBe('2030.04');

  const beforeReboot = await capabilities();
  await shell(`curl -b cookies.txt 'https://gateway.example.com/system/actions/reboot' || true`);
  await comesBackAfter(beforeReboot.bootId);
  expect(await capabilities()).toMatchObject({ firmware: '2030.04', revision: beforeReboot.revision });

  expect(
    await shell(`curl -b cookies.txt -X POST \\
-F 'file=@supervision-2030.04.zip' \\
'https://gateway.example.com/system/upgrade'`),
  ).toBe('OK');
  const upgradeJob = /x-job-id: (\S+)/.exec(await headers())?.[1];
  await expect
    .poll(
      () =>
        capabilities().then(
          (found) => found.revision,
          () => '',
        ),
      { timeout: restartTimeoutMs },
    )
    .toBe('2030.04');
  const outcome = async () =>
    JSON.parse(await shell(`curl -b cookies.txt 'https://gateway.example.com/system/jobs/${upgradeJob}'`))
      .outcome;
  await expect.poll(outcome, { timeout: restartTimeoutMs }).toBe('succeeded');

  const beforeRestore = await capabilities();
  expect(
    JSON.parse(
      await shell(`curl -b cookies.txt -X POST \\
-F 'file=@${backup}' \\
'https://gateway.example.com/system/restore'`),
    ),
  ).toEqual({ err: null });
  await comesBackAfter(beforeRestore.bootId);

  const sessionCheck = `HTTP_CODE=$(curl -b cookies.txt -s -o /dev/null -w '%{http_code}' 'https://gateway.example.com/session')
if [ "$HTTP_CODE" != "200" ]; then
echo "session expired, re-authenticating..."
# ... call /auth/rest again
fi`;
  expect(await shell(sessionCheck)).toBe('session expired, re-authenticating...\n');
  await login();
  expect(await shell(sessionCheck)).toBe('');

  await shell(`# 3. logout
curl -b cookies.txt -X POST 'https://gateway.example.com/logout'`);
  expect(await shell(sessionCheck)).toContain('session expired');
}, 180_000);
