import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { passwordDigest } from '../../../electron/gateway/supervision/accounts/first-account.ts';
import { adminPassword, startRealGateway } from '../../fakes/real-gateway.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

const run = promisify(execFile);
const script = (name: string, args: string[]) => run(process.execPath, [join('scripts', name), ...args]);

/** Keys, a feed and a licence, as who makes them would. */
async function vendor() {
  const folder = await temporaryFolder();
  const at = (name: string) => join(folder, name);
  await run('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', at('key.pem')]);
  await run('openssl', ['pkey', '-in', at('key.pem'), '-pubout', '-out', at('acme.pem')]);
  return { folder, at };
}

test('a feed: latest.json says what lies beside it, and openssl verifies its signature', async () => {
  const { at } = await vendor();
  await writeFile(at('notes.md'), '## New\n- things');
  const args = ['--revision', '2030.02.1', '--out', at('p.zip'), '--key', at('key.pem')];
  await script('package-supervision.ts', [...args, '--feed', at('feed'), '--notes', at('notes.md')]);
  const { signature, ...entry } = JSON.parse(await readFile(at('feed/latest.json'), 'utf8'));
  const content = await readFile(join(at('feed'), entry.file));
  expect(content.equals(await readFile(at('p.zip')))).toBe(true);
  expect(entry).toMatchObject({
    version: '2030.02.1',
    size: content.length,
    releaseNotes: '## New\n- things',
  });
  const { stdout: sum } = await run('sha256sum', [at('p.zip')]);
  expect(sum).toContain(entry.sha256);
  await writeFile(at('signed'), JSON.stringify(entry));
  await writeFile(at('signature'), Buffer.from(signature, 'base64'));
  const verify = ['pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', at('acme.pem')];
  const { stdout } = await run('openssl', [...verify, '-in', at('signed'), '-sigfile', at('signature')]);
  expect(stdout).toContain('Signature Verified Successfully');
  const notes = script('package-supervision.ts', [...args, '--notes', at('notes.md')]);
  await expect(notes).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('--feed DIR') });
});

test('a real gateway updates itself from a stick, with a licence, and comes back with the new revision', async () => {
  const { at } = await vendor();
  const revision = '2030.02.1';
  const signed = ['--key', at('key.pem')];
  await script('package-supervision.ts', [
    ...['--revision', revision, '--out', at('p.zip'), '--feed', at('stick')],
    ...signed,
  ]);
  const email = 'user@example.com';
  const license = await script('package-license.ts', [
    ...['--email', email, '--updates-until', '2099-01-01', '--out', at('license.json')],
    ...signed,
  ]);
  const licenseKey = /key (\S+)/.exec(license.stdout)?.[1] ?? '';
  expect(licenseKey).toMatch(/^(\w{4}-){3}\w{4}$/);

  const gateway = await startRealGateway();
  await mkdir(join(gateway.dataFolder, 'keys'), { recursive: true });
  await mkdir(join(gateway.dataFolder, 'licenses'), { recursive: true });
  await copyFile(at('acme.pem'), join(gateway.dataFolder, 'keys/acme.pem'));
  await copyFile(at('license.json'), join(gateway.dataFolder, 'licenses/user.json'));
  const curl = async (...args: string[]) => {
    const { stdout } = await run('curl', ['-sS', '-c', at('jar'), '-b', at('jar'), ...args]);
    return stdout;
  };
  const json = (method: string, path: string, body: unknown) =>
    curl(
      ...['-X', method, '-H', 'content-type: application/json', '-d', JSON.stringify(body)],
      gateway.address + path,
    );
  await json('POST', '/auth/rest', { username: 'admin', password: passwordDigest(adminPassword) });
  await json('PUT', '/system/settings', { updateFeed: at('stick') });
  expect(JSON.parse(await curl(`${gateway.address}/api/v1/system/updates`))).toMatchObject({
    updateAvailable: true,
    latestVersion: revision,
  });
  const apply = () => curl('-N', '-i', '-X', 'POST', `${gateway.address}/api/v1/system/updates/apply`);
  expect(await apply()).toContain('HTTP/1.1 403');
  const validated = await json('POST', '/api/v1/license/validate', { email, licenseKey });
  expect(JSON.parse(validated)).toMatchObject({ valid: true });

  const stream = await apply();
  expect(stream).toContain('event: complete');
  const job = /x-job-id: (\S+)/i.exec(stream)?.[1] ?? '';
  const settled = async () => {
    const answer = await curl(`${gateway.address}/system/jobs/${job}`).catch(() => '{}');
    return (JSON.parse(answer || '{}') as { outcome?: string }).outcome;
  };
  await expect.poll(settled, { timeout: 60_000, interval: 300 }).toBe('succeeded');
  const now = JSON.parse(await curl(`${gateway.address}/api/v1/system/updates`));
  expect(now).toEqual({ currentVersion: revision, latestVersion: revision, updateAvailable: false });
  const log = JSON.parse(await curl(`${gateway.address}/api/v1/system/activity?limit=5`));
  expect(log.activities.map(({ type, action }: Record<string, string>) => `${type} ${action}`)).toContain(
    'upgrade succeeded',
  );
}, 120_000);
