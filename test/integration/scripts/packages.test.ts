import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

const run = promisify(execFile);
const root = new URL('../../../', import.meta.url).pathname;
const script = (name: string, args: string[], env: Record<string, string> = {}) =>
  run(process.execPath, [join(root, 'scripts', name), ...args], { env: { ...process.env, ...env } });

/** What a command that fails says on stderr. */
async function complaint(name: string, args: string[]): Promise<string> {
  const failed = await script(name, args).catch((error: { code: number; stderr: string }) => error);
  expect('code' in failed && failed.code).toBe(2);
  return failed.stderr;
}

async function makeKey(folder: string): Promise<{ key: string; publicKey: string }> {
  const key = join(folder, 'key.pem');
  const publicKey = join(folder, 'acme.pem');
  await run('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', key]);
  await run('openssl', ['pkey', '-in', key, '-pubout', '-out', publicKey]);
  return { key, publicKey };
}

describe('a supervision package', () => {
  let folder: string;
  let zip: string;
  let keys: { key: string; publicKey: string };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatewright-test-'));
    keys = await makeKey(folder);
    zip = join(folder, 'supervision.zip');
    await script('package-supervision.ts', ['--revision', '2030.02.1', '--out', zip, '--key', keys.key], {
      SOURCE_DATE_EPOCH: '1800000000',
    });
    return () => rm(folder, { recursive: true });
  });

  test('is a zip for unzip, and its signature is one for openssl', async () => {
    await run('unzip', ['-t', zip]);
    const out = join(folder, 'out');
    await run('unzip', ['-q', zip, '-d', out]);
    const verify = ['pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', keys.publicKey];
    const files = ['-in', join(out, 'manifest.json'), '-sigfile', join(out, 'manifest.sig')];
    expect((await run('openssl', [...verify, ...files])).stdout).toContain('Signature Verified Successfully');
    const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      kind: 'supervision',
      format: 1,
      revision: '2030.02.1',
      entry: 'main.js',
    });
    expect(manifest.files).toHaveProperty('driver-main.js');
    for (const name of Object.keys(manifest.files)) {
      const sum = createHash('sha256')
        .update(await readFile(join(out, name)))
        .digest('hex');
      expect(sum).toBe(manifest.files[name].sha256);
    }
  });

  test('comes out the same again, and with another time when told so', async () => {
    const again = join(folder, 'again.zip');
    const args = ['--revision', '2030.02.1', '--out', again, '--key', keys.key];
    await script('package-supervision.ts', args, { TZ: 'Asia/Tokyo', SOURCE_DATE_EPOCH: '1800000000' });
    expect((await readFile(again)).equals(await readFile(zip))).toBe(true);
    await script('package-supervision.ts', args, { SOURCE_DATE_EPOCH: '1900000000' });
    const { stdout } = await run('unzip', ['-p', again, 'manifest.json']);
    expect(JSON.parse(stdout).createdAt).toBe('2030-03-17T17:46:40.000Z');
  });

  test('changes the running code of a real gateway, with nothing but Node beside it', async () => {
    const gateway = await startGateway(join(folder, 'data'), keys.publicKey);
    await gateway.upload('/system/upgrade', zip);
    await gateway.ended('upgrade');
    expect(await gateway.capabilities()).toMatchObject({ revision: '2030.02.1' });
    const state = JSON.parse(await readFile(join(folder, 'data/launcher/state.json'), 'utf8'));
    expect(state).toMatchObject({ active: '2030.02.1', previous: 'factory', trial: null });
  });

  test('is refused when nobody known has signed it', async () => {
    const stranger = await makeKey(await temporaryFolder());
    const gateway = await startGateway(await temporaryFolder(), stranger.publicKey);
    await expect(gateway.upload('/system/upgrade', zip)).rejects.toThrow(/500 .*does not trust/);
  });
});

/** The real gateway, trusting one key, with an administrator logged in. */
async function startGateway(data: string, publicKey: string) {
  await mkdir(join(data, 'keys'), { recursive: true });
  await cp(publicKey, join(data, 'keys/acme.pem'));
  const child = spawn(
    process.execPath,
    [join(root, 'electron/gateway/main.js'), '--data', data, '--port', '0'],
    {
      env: { ...process.env, GATEWRIGHT_ADMIN_PASSWORD: 'secret' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const lines = createInterface({ input: child.stdout });
  const ready = await new Promise<string>((resolve) => lines.once('line', resolve));
  const url = ready.replace('gateway ready ', '');
  const password = createHash('md5').update('secret').digest('hex');
  const login = await fetch(`${url}/auth/rest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password }),
  });
  const headers = { cookie: String(login.headers.get('set-cookie')).split(';')[0] ?? '' };
  const get = async (path: string) => (await fetch(`${url}${path}`, { headers })).json();
  return {
    reboot: () => fetch(`${url}/system/actions/reboot`, { method: 'POST', headers }).catch(() => undefined),
    capabilities: () => get('/system/capabilities'),
    async upload(path: string, file: string): Promise<void> {
      const form = new FormData();
      form.append('file', new File([await readFile(file)], 'upload.zip'));
      const answer = await fetch(`${url}${path}`, { method: 'POST', body: form, headers });
      const said = await answer.text();
      if (!answer.ok) throw new Error(`${answer.status} ${said}`);
    },
    /** Waits until the newest job of this kind has succeeded. */
    async ended(kind: string): Promise<void> {
      const job = async () => {
        const { jobs } = (await get('/system/jobs')) as { jobs: { kind: string; outcome: string }[] };
        return jobs.find((one) => one.kind === kind);
      };
      const poll = expect.poll(() => job().catch(() => null), { timeout: 25_000 });
      await poll.toMatchObject({ outcome: 'succeeded' });
    },
  };
}

test('a package carries the time of the last commit or, without git, of the newest source', async () => {
  const folder = await temporaryFolder();
  const out = join(folder, 'fw.bin');
  const createdAt = async (env: Record<string, string>) => {
    await script('package-firmware.ts', ['--version', '7', '--out', out], env);
    const { stdout } = await run('unzip', ['-p', out, 'manifest.json']);
    return Date.parse(JSON.parse(stdout).createdAt);
  };
  const before = Date.now();
  expect(await createdAt({})).toBeLessThanOrEqual(before);
  // No git to be found.
  const newest = await createdAt({ PATH: folder });
  expect(newest).toBeLessThanOrEqual(before);
  expect(newest).toBeGreaterThan(Date.parse('2020-01-01'));
  expect(await createdAt({ PATH: folder })).toBe(newest);
});

test('a firmware image is taken up by a real gateway at its reboot', async () => {
  const folder = await temporaryFolder();
  const { key, publicKey } = await makeKey(folder);
  const image = join(folder, 'firmware.bin');
  await script('package-firmware.ts', ['--version', '7.2.0', '--out', image, '--key', key]);
  const gateway = await startGateway(join(folder, 'data'), publicKey);
  await gateway.upload('/system/firmware/upgrade', image);
  expect(await gateway.capabilities()).toMatchObject({ firmware: 'factory' });
  await gateway.reboot();
  await gateway.ended('firmware');
  expect(await gateway.capabilities()).toMatchObject({ firmware: '7.2.0' });
  expect(await readFile(join(folder, 'data/firmware/slots/a/version'), 'utf8')).toBe('7.2.0\n');
});

test('a firmware image holds the given files, whatever their order on disk', async () => {
  const folder = await temporaryFolder();
  const { key } = await makeKey(folder);
  for (const [name, order] of [
    ['one', ['b', 'a', 'sub/c']],
    ['two', ['sub/c', 'a', 'b']],
  ] as const) {
    await mkdir(join(folder, name, 'sub'), { recursive: true });
    for (const file of order) await writeFile(join(folder, name, file), file);
    const args = ['--version', '7.2', '--out', join(folder, `${name}.bin`), '--key', key];
    await script('package-firmware.ts', [...args, '--files', join(folder, name)]);
  }
  await run('unzip', ['-t', join(folder, 'one.bin')]);
  expect((await readFile(join(folder, 'one.bin'))).equals(await readFile(join(folder, 'two.bin')))).toBe(
    true,
  );
  await script('package-firmware.ts', ['--version', '7.2', '--out', join(folder, 'plain.bin')]);
  expect((await run('unzip', ['-p', join(folder, 'plain.bin'), 'version'])).stdout).toBe('7.2\n');
});

describe('bad arguments are told in a sentence, and nothing is written', () => {
  test.each([
    [[], 'Say which revision this is'],
    [['--revision', '2030.02.1'], 'Say where to write the package'],
    [
      ['--revision', 'new', '--out', 'x.zip'],
      '--revision has to be a calendar version such as 2026.12.1, not "new"',
    ],
    [
      ['--revision', '2030.02.1', '--out', 'x.zip', '--minimum-launcher', '1'],
      '--minimum-launcher has to be',
    ],
    [['--revision', '2030.02.1', '--out', 'x.zip', '--key', '/none.pem'], 'The key /none.pem cannot be used'],
    [['--colour'], '--colour'],
  ])('package-supervision %j', async (args, sentence) => {
    expect(await complaint('package-supervision.ts', args)).toContain(sentence);
    expect(existsSync('x.zip')).toBe(false);
  });

  test('package-firmware', async () => {
    const folder = await temporaryFolder();
    const out = join(folder, 'fw.bin');
    expect(await complaint('package-firmware.ts', [])).toContain('Say which version this is');
    expect(
      await complaint('package-firmware.ts', ['--version', '7', '--out', out, '--files', '/none']),
    ).toContain('--files /none cannot be read');
    await symlink('/etc/passwd', join(folder, 'link'));
    expect(
      await complaint('package-firmware.ts', ['--version', '7', '--out', out, '--files', folder]),
    ).toContain('is a link or a device');
    const rsa = join(folder, 'rsa.pem');
    await run('openssl', ['genpkey', '-algorithm', 'rsa', '-out', rsa]);
    expect(await complaint('package-firmware.ts', ['--version', '7', '--out', out, '--key', rsa])).toContain(
      'openssl genpkey -algorithm ed25519',
    );
    expect(existsSync(out)).toBe(false);
  });
});
