import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
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
    const { mkdtemp } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    folder = await mkdtemp(join(tmpdir(), 'gatewright-test-'));
    keys = await makeKey(folder);
    zip = join(folder, 'supervision.zip');
    await script('package-supervision.ts', ['--revision', '2030.02.1', '--out', zip, '--key', keys.key]);
    return () => import('node:fs/promises').then(({ rm }) => rm(folder, { recursive: true }));
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
    await script('package-supervision.ts', args, { TZ: 'Asia/Tokyo' });
    expect((await readFile(again)).equals(await readFile(zip))).toBe(true);
    await script('package-supervision.ts', args, { SOURCE_DATE_EPOCH: '1900000000' });
    const { stdout } = await run('unzip', ['-p', again, 'manifest.json']);
    expect(JSON.parse(stdout).createdAt).toBe('2030-03-17T17:46:40.000Z');
  });

  test('changes the running code of a real gateway, with nothing but Node beside it', async () => {
    const data = join(folder, 'data');
    await mkdir(join(data, 'keys'), { recursive: true });
    await cp(keys.publicKey, join(data, 'keys/acme.pem'));
    const gateway = spawn(
      process.execPath,
      [join(root, 'electron/gateway/main.ts'), '--data', data, '--port', '0'],
      {
        env: { ...process.env, GATEWRIGHT_ADMIN_PASSWORD: 'secret' },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const ended = new Promise((resolve) => gateway.once('exit', resolve));
    onTestFinished(async () => {
      gateway.kill('SIGTERM');
      await ended;
    });
    const lines = createInterface({ input: gateway.stdout });
    const ready = await new Promise<string>((resolve) => lines.once('line', resolve));
    const url = ready.replace('gateway ready ', '');
    const password = createHash('md5').update('secret').digest('hex');
    const login = await fetch(`${url}/auth/rest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password }),
    });
    const cookie = String(login.headers.get('set-cookie')).split(';')[0] ?? '';
    const form = new FormData();
    form.append('file', new File([await readFile(zip)], 'supervision.zip'));
    const upgrade = await fetch(`${url}/system/upgrade`, { method: 'POST', body: form, headers: { cookie } });
    expect([upgrade.status, await upgrade.text()]).toEqual([200, 'OK']);
    const job = async () => {
      const answer = await fetch(`${url}/system/jobs`, { headers: { cookie } });
      return ((await answer.json()) as { jobs: { outcome: string; reason: string }[] }).jobs[0];
    };
    await expect
      .poll(() => job().catch(() => null), { timeout: 20_000 })
      .toMatchObject({ outcome: 'succeeded' });
    const capabilities = await (await fetch(`${url}/system/capabilities`)).json();
    expect(capabilities).toMatchObject({ revision: '2030.02.1' });
    const state = JSON.parse(await readFile(join(data, 'launcher/state.json'), 'utf8'));
    expect(state).toMatchObject({ active: '2030.02.1', previous: 'factory', trial: null });
  });
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
