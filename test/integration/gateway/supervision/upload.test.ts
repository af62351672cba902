import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GatewayJob } from '../../../../shared/gateway-api/jobs.ts';
import {
  backupArchive,
  firmwareImage,
  makeKeys,
  someParts,
  supervisionPackage,
} from '../../../fakes/archives.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { type InProcessGateway, inProcessGateway } from '../../../fakes/in-process-gateway.ts';
import { zipBytes } from '../../../fakes/zip-bytes.ts';

const keys = makeKeys();
const stranger = makeKeys();

async function gatewayWithKey(): Promise<InProcessGateway> {
  const gateway = await inProcessGateway();
  await writeFile(join(gateway.folder, 'keys', 'maker.pem'), keys.publicPem);
  return gateway;
}

/** Nothing was changed: no job, no revision, no staged image, no leftover, and the pipeline is free. */
async function expectUntouched(gateway: InProcessGateway, cookie: string): Promise<void> {
  expect(await (await gateway.get('/system/jobs', cookie)).json()).toEqual({ jobs: [] });
  // The answer, or the reset, may be seen a moment before the last file is gone and the place free.
  for (const folder of ['uploads', 'revisions', 'install', 'snapshots']) {
    await eventually(() => readdir(join(gateway.folder, folder))).toEqual([]);
  }
  expect(gateway.sent.map(({ type }) => type)).toEqual(['ready']);
  const again = async () => {
    const answer = await gateway.upload('/system/upgrade', [{ name: 'x.zip', content: 'x' }], cookie);
    return answer.headers.get('x-error-code');
  };
  await eventually(again).toBe('ARCHIVE_NOT_ZIP');
}

describe('a package that is refused changes nothing and says why', () => {
  const pathOf = { upgrade: '/system/upgrade', firmware: '/system/firmware/upgrade' };

  test.each([
    ['no zip', 'upgrade', 'ARCHIVE_NOT_ZIP', async () => Buffer.from('plain text')],
    ['empty', 'upgrade', 'ARCHIVE_NOT_ZIP', async () => Buffer.alloc(0)],
    ['a backup', 'upgrade', 'ARCHIVE_WRONG_KIND', () => backupArchive(someParts())],
    ['firmware', 'upgrade', 'ARCHIVE_WRONG_KIND', () => firmwareImage('2', { key: keys.privateKey })],
    [
      'a package',
      'firmware',
      'ARCHIVE_WRONG_KIND',
      () => supervisionPackage('2026.12', { key: keys.privateKey }),
    ],
    ['unsigned', 'upgrade', 'SIGNATURE_MISSING', () => supervisionPackage('2026.12')],
    ['unsigned', 'firmware', 'SIGNATURE_MISSING', () => firmwareImage('2')],
    [
      "a stranger's",
      'upgrade',
      'SIGNATURE_UNKNOWN',
      () => supervisionPackage('2026.12', { key: stranger.privateKey }),
    ],
    [
      'for a newer launcher',
      'upgrade',
      'LAUNCHER_TOO_OLD',
      () => supervisionPackage('2026.12', { key: keys.privateKey, minimumLauncher: '2031.01' }),
    ],
    [
      'what runs already',
      'upgrade',
      'REVISION_RUNNING',
      () => supervisionPackage('2026.11', { key: keys.privateKey }),
    ],
    ['older', 'upgrade', 'REVISION_OLDER', () => supervisionPackage('2026.10.9', { key: keys.privateKey })],
    [
      'cut off',
      'upgrade',
      'ARCHIVE_TRUNCATED',
      async () => (await supervisionPackage('2026.12', { key: keys.privateKey })).subarray(0, -40),
    ],
    [
      'changed on the way',
      'upgrade',
      /ARCHIVE_(HASH_MISMATCH|TRUNCATED)/,
      async () => {
        const bytes = await supervisionPackage('2026.12', { key: keys.privateKey, content: 'A'.repeat(150) });
        return Buffer.concat([bytes.subarray(0, 900), Buffer.from([0x55]), bytes.subarray(901)]);
      },
    ],
  ] as const)('%s (%s): %s', async (name, kind, code, make) => {
    const gateway = await gatewayWithKey();
    const cookie = await gateway.login();
    const answer = await gateway.upload(
      pathOf[kind],
      [{ name: `${name}.zip`, content: await make() }],
      cookie,
    );
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(answer.headers.get('x-error-code')).toMatch(code);
    expect((await answer.text()).length).toBeGreaterThan(20);
    await expectUntouched(gateway, cookie);
  });

  test('an entry outside of the folder', async () => {
    const gateway = await gatewayWithKey();
    const cookie = await gateway.login();
    const content = zipBytes([{ name: '../../evil', content: 'x' }]);
    const answer = await gateway.upload('/system/upgrade', [{ name: 'evil.zip', content }], cookie);
    expect(answer.headers.get('x-error-code')).toBe('ARCHIVE_UNSAFE_NAME');
    await expectUntouched(gateway, cookie);
  });

  test('no multipart, no file, two files', async () => {
    const gateway = await gatewayWithKey();
    const cookie = await gateway.login();
    const none = await gateway.post('/system/upgrade', {}, cookie);
    expect([none.status, none.headers.get('x-error-code')]).toEqual([500, 'UPLOAD_NO_FILE']);
    const form = new FormData();
    form.append('field', 'value');
    const field = await fetch(`${gateway.url}/system/upgrade`, {
      method: 'POST',
      headers: { cookie },
      body: form,
    });
    expect([field.status, field.headers.get('x-error-code')]).toEqual([500, 'UPLOAD_NO_FILE']);
    const content = await supervisionPackage('2026.12', { key: keys.privateKey });
    const two = await gateway.upload(
      '/system/upgrade',
      [
        { name: 'a.zip', content },
        { name: 'b.zip', content },
      ],
      cookie,
    );
    expect([two.status, two.headers.get('x-error-code')]).toEqual([500, 'UPLOAD_TOO_MANY_FILES']);
    await expectUntouched(gateway, cookie);
  });
});

describe('an accepted package', () => {
  test('is installed beside what runs and handed to the launcher; its end closes the job', async () => {
    const gateway = await gatewayWithKey();
    const cookie = await gateway.login();
    const content = await supervisionPackage('2026.12', { key: keys.privateKey });
    const answer = await gateway.upload('/system/upgrade', [{ name: 'p.zip', content }], cookie);
    expect([answer.status, await answer.text()]).toEqual([200, 'OK']);
    const id = answer.headers.get('x-job-id') ?? '';
    const { jobId, revision } = await gateway.said('switch');
    expect({ jobId, revision }).toEqual({ jobId: id, revision: '2026.12' });
    expect((await readdir(join(gateway.folder, 'revisions', '2026.12'))).sort()).toEqual([
      'manifest.json',
      'manifest.sig',
      'supervision.js',
    ]);
    expect(await readdir(join(gateway.folder, 'state'))).toContain('before-2026.12.sqlite');
    expect(await readdir(join(gateway.folder, 'snapshots'))).toHaveLength(1);
    expect(await readdir(join(gateway.folder, 'uploads'))).toEqual([]);

    await gateway.restart({ verifyingJobId: id });
    expect(await readdir(join(gateway.folder, 'state'))).toContain('before-2026.12.sqlite');
    const during = (await (await gateway.get(`/system/jobs/${id}`, cookie)).json()) as GatewayJob;
    expect(during).toMatchObject({ state: 'running', phase: 'verifying', from: '2026.11.0', to: '2026.12' });
    const busy = await gateway.upload('/system/upgrade', [{ name: 'p.zip', content }], cookie);
    expect(busy.headers.get('x-error-code')).toBe('PIPELINE_BUSY');

    gateway.deliver({
      type: 'confirmed',
      job: { jobId: id, outcome: 'succeeded', code: null, reason: null },
    });
    const after = (await (await gateway.get(`/system/jobs/${id}`, cookie)).json()) as GatewayJob;
    expect(after).toMatchObject({ state: 'done', outcome: 'succeeded' });
    expect(gateway.sent.at(-1)).toEqual({ type: 'settled', jobIds: [id] });
    await eventually(() => readdir(join(gateway.folder, 'state'))).not.toContain('before-2026.12.sqlite');
  });

  test('that was rolled back says so after the old revision is back', async () => {
    const gateway = await gatewayWithKey();
    const cookie = await gateway.login();
    const content = await supervisionPackage('2026.12', { key: keys.privateKey });
    const id = (await gateway.upload('/system/upgrade', [{ name: 'p.zip', content }], cookie)).headers.get(
      'x-job-id',
    ) as string;
    await gateway.said('switch');
    const reason = 'The new revision did not become healthy.';
    await gateway.restart({
      settled: [{ jobId: id, outcome: 'rolled-back', code: 'UPGRADE_ROLLED_BACK', reason }],
    });
    expect(await (await gateway.get(`/system/jobs/${id}`, cookie)).json()).toMatchObject({
      outcome: 'rolled-back',
      code: 'UPGRADE_ROLLED_BACK',
      reason,
    });
    expect(gateway.sent.at(-1)).toEqual({ type: 'settled', jobIds: [id] });
  });

  test('going back to an older one works when it is allowed explicitly', async () => {
    const gateway = await gatewayWithKey();
    const cookie = await gateway.login();
    const content = await supervisionPackage('2026.10', { key: keys.privateKey });
    const answer = await gateway.upload(
      '/system/upgrade?allowDowngrade=true',
      [{ name: 'p.zip', content }],
      cookie,
    );
    expect(answer.status).toBe(200);
    expect((await gateway.said('switch')).revision).toBe('2026.10');
  });

  test('unsigned ones are taken with a warning where that is allowed', async () => {
    const gateway = await inProcessGateway({ boot: { allowUnsigned: true } });
    const cookie = await gateway.login();
    const content = await supervisionPackage('2026.12');
    const answer = await gateway.upload('/system/upgrade', [{ name: 'p.zip', content }], cookie);
    const id = answer.headers.get('x-job-id');
    await gateway.said('switch');
    gateway.deliver({
      type: 'confirmed',
      job: { jobId: id ?? '', outcome: 'succeeded', code: null, reason: null },
    });
    const events = await (await gateway.get(`/system/jobs/${id}/events`, cookie)).text();
    expect(events).toContain('"level":"warn","message":"p.zip is not signed');
  });

  test('replaces an abandoned folder of the same revision', async () => {
    const gateway = await gatewayWithKey();
    const cookie = await gateway.login();
    const old = join(gateway.folder, 'revisions', '2026.12');
    await mkdir(old);
    await writeFile(join(old, 'rubbish'), 'x');
    const content = await supervisionPackage('2026.12', { key: keys.privateKey });
    await gateway.upload('/system/upgrade', [{ name: 'p.zip', content }], cookie);
    await gateway.said('switch');
    expect(await readdir(old)).not.toContain('rubbish');
    expect(await readdir(join(gateway.folder, 'revisions'))).toEqual(['2026.12']);
  });

  test('whose process was killed before the switch is closed as interrupted, and half of it is removed', async () => {
    const gateway = await gatewayWithKey();
    const cookie = await gateway.login();
    const content = await supervisionPackage('2026.12', { key: keys.privateKey });
    const id = (await gateway.upload('/system/upgrade', [{ name: 'p.zip', content }], cookie)).headers.get(
      'x-job-id',
    );
    await gateway.said('switch');
    await gateway.stop();
    gateway.database((sql) => sql.exec("UPDATE jobs SET phase = 'installing'"));
    await mkdir(join(gateway.folder, 'revisions', `.incoming-${id}`));
    await writeFile(join(gateway.folder, 'uploads', 'upgrade-left-over'), 'x');
    await gateway.restart();
    expect(await (await gateway.get(`/system/jobs/${id}`, cookie)).json()).toMatchObject({
      state: 'done',
      outcome: 'interrupted',
      code: 'JOB_INTERRUPTED',
      reason: expect.stringContaining('while it was installing'),
    });
    expect(await readdir(join(gateway.folder, 'revisions'))).toEqual(['2026.12']);
    expect(await readdir(join(gateway.folder, 'uploads'))).toEqual([]);
    // Kept, it would be taken for the state before a later upgrade.
    expect(await readdir(join(gateway.folder, 'state'))).not.toContain('before-2026.12.sqlite');
  });
});

describe('firmware', () => {
  test('waits for the next boot; a second upload replaces it; the launcher closes the job', async () => {
    const gateway = await gatewayWithKey();
    const cookie = await gateway.login();
    const ids: string[] = [];
    for (const version of ['2026.02', '2026.03']) {
      const content = await firmwareImage(version, { key: keys.privateKey });
      const answer = await gateway.upload('/system/firmware/upgrade', [{ name: 'fw.bin', content }], cookie);
      expect([answer.status, await answer.text()]).toEqual([200, 'OK']);
      ids.push(answer.headers.get('x-job-id') ?? '');
    }
    const job = async (index: number) =>
      (await (await gateway.get(`/system/jobs/${ids[index]}`, cookie)).json()) as GatewayJob;
    expect(await job(0)).toMatchObject({ state: 'done', outcome: 'replaced', code: 'FIRMWARE_REPLACED' });
    expect(await job(1)).toMatchObject({ state: 'waiting', phase: 'staged', from: '2026.01', to: '2026.03' });
    expect((await readdir(join(gateway.folder, 'install'))).sort()).toEqual([`${ids[1]}.bin`, 'staged.json']);

    const jobId = ids[1] ?? '';
    await gateway.restart({ firmware: '2026.03', verifyingJobId: jobId });
    expect(await job(1)).toMatchObject({ state: 'running', phase: 'verifying' });
    gateway.deliver({ type: 'confirmed', job: { jobId, outcome: 'succeeded', code: null, reason: null } });
    expect(await job(1)).toMatchObject({ state: 'done', outcome: 'succeeded' });
  });

  test('still waits after a restart without a boot', async () => {
    const gateway = await gatewayWithKey();
    const cookie = await gateway.login();
    const content = await firmwareImage('2026.02', { key: keys.privateKey });
    await gateway.upload('/system/firmware/upgrade', [{ name: 'fw.bin', content }], cookie);
    await gateway.restart();
    const { jobs } = (await (await gateway.get('/system/jobs', cookie)).json()) as { jobs: GatewayJob[] };
    expect(jobs).toMatchObject([{ state: 'waiting' }]);
  });
});

/** Opens an upload and sends part of it, as a client does whose cable will be pulled. */
async function halfUpload(gateway: InProcessGateway, path: string, cookie: string) {
  const socket = connect(gateway.port, '127.0.0.1');
  const answer: Buffer[] = [];
  socket.on('data', (chunk) => answer.push(chunk));
  socket.on('error', () => undefined);
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="half.zip"\r\n\r\n';
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nContent-Type: multipart/form-data; boundary=b\r\n` +
      `Content-Length: 1000000\r\n\r\n${head}${'x'.repeat(5_000)}`,
  );
  // The place in the pipeline is taken when the file is there.
  await eventually(() => readdir(join(gateway.folder, 'uploads'))).toHaveLength(1);
  return { socket, text: () => Buffer.concat(answer).toString() };
}

describe('one pipeline at a time', () => {
  test.each([
    ['/system/upgrade', '/system/upgrade', 'upgrade'],
    ['/system/restore', '/system/firmware/upgrade', 'restore'],
    ['/system/firmware/upgrade', '/system/restore', 'firmware upgrade'],
  ])('while %s runs, %s is refused and names it', async (first, second, running) => {
    const gateway = await gatewayWithKey();
    const cookie = await gateway.login();
    const half = await halfUpload(gateway, first, cookie);
    const refused = await gateway.upload(second, [{ name: 'p.zip', content: 'x' }], cookie);
    expect(refused.status).toBe(500);
    expect(refused.headers.get('x-error-code')).toBe('PIPELINE_BUSY');
    expect(await refused.text()).toContain(`another ${running}.`);
    half.socket.destroy();
    await eventually(() => readdir(join(gateway.folder, 'uploads'))).toEqual([]);
    await expectUntouched(gateway, cookie);
  });
});

describe('the cable is pulled', () => {
  test.each(['/system/upgrade', '/system/firmware/upgrade', '/system/restore'])(
    'in the middle of %s: nothing is left and the next try works',
    async (path) => {
      const gateway = await gatewayWithKey();
      const cookie = await gateway.login();
      for (const end of ['destroy', 'resetAndDestroy'] as const) {
        const half = await halfUpload(gateway, path, cookie);
        half.socket[end]();
        await eventually(() => readdir(join(gateway.folder, 'uploads'))).toEqual([]);
      }
      await expectUntouched(gateway, cookie);
    },
  );

  test('an upload that sends nothing any more is ended', async () => {
    const gateway = await inProcessGateway({ deps: { limits: { uploadIdleMs: 200 } } });
    const cookie = await gateway.login();
    const half = await halfUpload(gateway, '/system/upgrade', cookie);
    await eventually(() => half.socket.closed || half.socket.readableEnded).toBe(true);
    await expectUntouched(gateway, cookie);
  });

  test('a body that ends too early is refused', async () => {
    const gateway = await gatewayWithKey();
    const cookie = await gateway.login();
    const body = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\n\r\nhalf';
    const answer = await fetch(`${gateway.url}/system/upgrade`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'multipart/form-data; boundary=b' },
      body,
    });
    expect([answer.status, answer.headers.get('x-error-code')]).toEqual([500, 'UPLOAD_INTERRUPTED']);
    await expectUntouched(gateway, cookie);
  });
});
