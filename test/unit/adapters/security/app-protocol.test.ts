import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveScreens } from '../../../../electron/adapters/security/app-protocol.ts';
import { protocol, schemeHandlers } from '../../../fakes/electron.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatewright-screens-'));
  await mkdir(join(folder, 'screens/assets'), { recursive: true });
  await writeFile(join(folder, 'screens/index.html'), '<p>start</p>');
  await writeFile(join(folder, 'screens/assets/a b.js'), 'run()');
  await writeFile(join(folder, 'screens/notes.txt'), 'not a screen');
  await writeFile(join(folder, 'secret.json'), '{}');
  serveScreens(protocol, join(folder, 'screens'), { 'content-security-policy': "default-src 'none'" });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function ask(url: string, method = 'GET'): Promise<Response> {
  const handler = schemeHandlers.get('app');
  if (handler === undefined) throw new Error('no handler for app://');
  return handler(
    new Request(url, { method }) as unknown as Parameters<typeof handler>[0],
  ) as Promise<Response>;
}

describe('app://', () => {
  test.each([
    ['app://gatewright/', 'text/html; charset=utf-8', '<p>start</p>'],
    ['app://gatewright/index.html?x=1', 'text/html; charset=utf-8', '<p>start</p>'],
    ['app://gatewright/assets/a%20b.js', 'text/javascript; charset=utf-8', 'run()'],
  ])('%s is served with its type and the policy', async (url, type, body) => {
    const answer = await ask(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'");
    expect(await answer.text()).toBe(body);
  });

  test.each([
    'app://gatewright/../secret.json',
    'app://gatewright/%2e%2e/secret.json',
    'app://gatewright/..%2fsecret.json',
    'app://gatewright/assets/..%2f..%2fsecret.json',
    'app://gatewright/..%5csecret.json',
    'app://gatewright/index.html%00.js',
    'app://gatewright/%zz.js',
    'app://gatewright/notes.txt',
    'app://gatewright/missing.js',
    'app://gatewright/assets',
    'app://elsewhere/index.html',
  ])('%s is not there', async (url) => {
    const answer = await ask(url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe('');
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'");
  });

  test('is for reading only', async () => expect((await ask('app://gatewright/', 'POST')).status).toBe(405));
});
