import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GatewayJob } from '../../../../shared/gateway-api/jobs.ts';
import { supervisionPackage } from '../../../fakes/archives.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { inProcessGateway } from '../../../fakes/in-process-gateway.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

/** What a real machine does in its own way: any firmware image, a light of its own. */

describe('firmware for the installer of the machine', () => {
  test('is any file, staged unseen, called by its name; its job ends with what the installer said', async () => {
    const gateway = await inProcessGateway({ boot: { firmwareInstaller: 'command' } });
    const cookie = await gateway.login();
    const file = { name: 'firmware-2026.04.bin', content: 'no zip at all' };
    const answer = await gateway.upload('/system/firmware/upgrade', [file], cookie);
    expect([answer.status, await answer.text()]).toEqual([200, 'OK']);
    const staged = JSON.parse(await readFile(join(gateway.folder, 'install/staged.json'), 'utf8'));
    expect(staged).toMatchObject({ originalName: file.name, version: 'firmware-2026.04' });
    expect(await readFile(join(gateway.folder, 'install', staged.file), 'utf8')).toBe(file.content);

    const log = [{ level: 'info' as const, message: 'rauc install: it ended with exit code 0' }];
    const settled = [{ jobId: staged.jobId, outcome: 'succeeded' as const, code: null, reason: null, log }];
    await gateway.restart({ settled });
    expect(await gateway.said('settled')).toEqual({ type: 'settled', jobIds: [staged.jobId] });
    const job = await gateway.get(`/system/jobs/${staged.jobId}`, cookie);
    expect((await job.json()) as GatewayJob).toMatchObject({ outcome: 'succeeded', to: 'firmware-2026.04' });
    const events = await (await gateway.get(`/system/jobs/${staged.jobId}/events`, cookie)).text();
    expect(events).toMatch(/event: log\ndata: .*exit code 0[\s\S]*event: done/);
  });
});

describe('identify', () => {
  const ask = async (boot: Parameters<typeof inProcessGateway>[0]) => {
    const gateway = await inProcessGateway(boot);
    const answer = await gateway.post('/system/identify', {}, await gateway.reader());
    return {
      gateway,
      status: answer.status,
      code: answer.headers.get('x-error-code'),
      body: await answer.json(),
    };
  };

  test('is passed on to the workbench that hosts this gateway', async () => {
    const { gateway, status, body } = await ask({ boot: { identify: { by: 'workbench' } } });
    expect([status, body]).toEqual([200, { err: null, by: 'workbench' }]);
    expect(await gateway.said('identify')).toMatchObject({ by: 'reader', at: expect.any(Number) });
  });

  test('runs the command of the machine', async () => {
    const blinked = join(await temporaryFolder(), 'blinked');
    const command = ['cp', '/dev/null', blinked];
    const { status, body } = await ask({ boot: { identify: { by: 'command', command } } });
    expect([status, body]).toEqual([200, { err: null, by: 'command' }]);
    expect(await readFile(blinked, 'utf8')).toBe('');
  });

  test('a command that fails, and nothing to identify with, are told', async () => {
    const command = ['/no/such/light'];
    expect(await ask({ boot: { identify: { by: 'command', command } } })).toMatchObject({
      status: 500,
      code: 'IDENTIFY_FAILED',
    });
    expect(await ask({})).toMatchObject({ status: 500, code: 'IDENTIFY_IMPOSSIBLE' });
  });
});

test('two administrators who upgrade at the same time: one begins, the other hears who is first', async () => {
  const gateway = await inProcessGateway({ boot: { allowUnsigned: true } });
  const [anna, ben] = [await gateway.login(), await gateway.login()];

  const files = await Promise.all(['2031.01', '2031.02'].map((revision) => supervisionPackage(revision)));
  const answers = await Promise.all(
    [anna, ben].map((cookie, index) =>
      gateway.upload('/system/upgrade', [{ name: `${index}.zip`, content: files[index] ?? '' }], cookie),
    ),
  );
  const ended = await Promise.all(
    answers.map(async (answer) => [answer.status, await answer.text()] as const),
  );
  expect(ended.filter(([status]) => status === 200)).toEqual([[200, 'OK']]);
  const refused = ended.find(([status]) => status !== 200);
  expect(refused).toEqual([500, expect.stringContaining('busy with another upgrade')]);
  const { revision } = await gateway.said('switch');
  const winner = answers.findIndex(({ status }) => status === 200);
  expect(revision).toBe(['2031.01', '2031.02'][winner]);
  expect(gateway.sent.filter(({ type }) => type === 'switch')).toHaveLength(1);
});

test.each([
  [{ snapshotSchedule: '99 * * * *' }, 'snapshotSchedule'],
  [{ snapshotTimeZone: 'Europe/Atlantis' }, 'snapshotTimeZone'],
])('settings that make no schedule are refused: %j', async (change, name) => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  const put = (body: object) =>
    fetch(`${gateway.url}/system/settings`, {
      method: 'PUT',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const before = await (await gateway.get('/system/settings', cookie)).json();
  const refused = await put(change);
  expect(refused.status).toBe(400);
  expect(await refused.json()).toEqual({ err: expect.stringContaining(name) });
  expect(await (await gateway.get('/system/settings', cookie)).json()).toEqual(before);
  expect((await put({ snapshotSchedule: '*/5 * * * *', snapshotTimeZone: 'Asia/Tokyo' })).status).toBe(200);
});

test('a scheduled snapshot that was missed while the gateway was off is taken when it is back', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  await gateway.stop();
  gateway.database((sql) => sql.exec(`UPDATE accounts SET created_at = '2026-01-01T00:00:00.000Z'`));
  await gateway.restart();
  const origins = async () => {
    const { snapshots } = (await (await gateway.get('/system/snapshots', cookie)).json()) as {
      snapshots: { origin: string; verified: boolean }[];
    };
    return snapshots.map(({ origin, verified }) => [origin, verified]);
  };

  await eventually(origins).toEqual([['schedule', true]]);
  await gateway.restart();
  expect(await origins()).toEqual([['schedule', true]]);
});
