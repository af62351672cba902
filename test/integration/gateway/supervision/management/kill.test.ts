import { describe, expect, test } from 'vitest';
import { makeApiKey } from '../../../../fakes/api-keys.ts';
import { eventually } from '../../../../fakes/eventually.ts';
import { goodBody } from '../../../../fakes/good-body.ts';
import { type InProcessGateway, inProcessGateway } from '../../../../fakes/in-process-gateway.ts';
import { isAlive, strayProcess } from '../../../../fakes/stray-process.ts';

/** `POST /api/v1/system/resources` as management-api.txt shows it, with the guards of the contract. */

const path = '/api/v1/system/resources';

async function writable(boot: { launcherPid?: number } = {}) {
  const gateway = await inProcessGateway({ boot });
  const cookie = await gateway.login();
  const { apiKey } = await makeApiKey(gateway, cookie, 'write');
  const kill = (pid: unknown, signal?: string) =>
    gateway.post(path, { action: 'kill', pid, signal }, '', { 'x-api-key': apiKey });
  return { gateway, cookie, kill };
}

/** Pid of the driver instance that a new gateway has. */
async function driverPid(gateway: InProcessGateway, cookie: string, not = 0): Promise<number> {
  const found = { pid: 0 };
  await eventually(async () => {
    const { processes } = await goodBody('resources', await gateway.get(`${path}?processes=true`, cookie));
    const driver = processes?.find(({ name }) => name.startsWith('system_'));
    found.pid = driver?.pid ?? 0;
    return found.pid > 1 && found.pid !== not;
  }).toBe(true);
  return found.pid;
}

const activities = async (gateway: InProcessGateway, cookie: string) =>
  (await goodBody('activity', await gateway.get('/api/v1/system/activity?type=process', cookie))).activities;

describe('ending a process', () => {
  test.each(['SIGTERM', 'SIGKILL'])('%s ends a driver, which is then started again', async (signal) => {
    const { gateway, cookie, kill } = await writable();
    const pid = await driverPid(gateway, cookie);
    const answer = await kill(pid, signal);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ success: true, message: `Process ${pid} terminated` });
    await eventually(() => isAlive(pid)).toBe(false);
    expect(await driverPid(gateway, cookie, pid)).not.toBe(pid);
    const [entry] = await activities(gateway, cookie);
    expect(entry).toMatchObject({ type: 'process', action: 'killed', user: 'write key' });
    expect(entry?.target).toMatch(new RegExp(`^system_\\S+ ${pid}$`));
    expect(entry?.details).toMatchObject({ pid, signal, address: '127.0.0.1' });
  });

  test('without a signal it is SIGTERM', async () => {
    const { gateway, cookie, kill } = await writable();
    const answer = await kill(await driverPid(gateway, cookie));
    expect(answer.status).toBe(200);
  });

  test('a process that has ended since the list was read', async () => {
    const { gateway, cookie, kill } = await writable();
    const pid = await strayProcess();
    await goodBody('resources', await gateway.get(`${path}?processes=true`, cookie));
    process.kill(pid, 'SIGKILL');
    await eventually(() => isAlive(pid)).toBe(false);
    const answer = await kill(pid);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      success: false,
      error: `Process ${pid} does not run, or has ended meanwhile. Load the list again.`,
    });
  });

  test('a process that the gateway did not start, only when the setting allows it', async () => {
    const { gateway, cookie, kill } = await writable();
    const pid = await strayProcess();
    const refused = await kill(pid);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toMatch(/Process \d+ was not ended: the gateway did not start it/);
    expect(isAlive(pid)).toBe(true);
    expect((await activities(gateway, cookie))[0]).toMatchObject({ action: 'refused' });

    const change = await fetch(`${gateway.url}/system/settings`, {
      method: 'PUT',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ killForeignProcesses: true }),
    });
    expect(change.status).toBe(200);
    expect(await (await kill(pid)).json()).toEqual({ success: true, message: `Process ${pid} terminated` });
    // Its new parent takes note of the end in its own time.
    await eventually(() => isAlive(pid)).toBe(false);
  });

  test('a process that does not follow is told as such, and SIGKILL ends it', async () => {
    const { gateway, cookie, kill } = await writable();
    await fetch(`${gateway.url}/system/settings`, {
      method: 'PUT',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ killForeignProcesses: true }),
    });
    const pid = await strayProcess(`sh -c 'trap "" TERM; while :; do sleep 1; done'`);
    // The trap has to be set.
    await eventually(async () => {
      const { readFile } = await import('node:fs/promises');
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Number.parseInt(/SigIgn:\s+([0-9a-f]+)/.exec(status)?.[1] ?? '0', 16) & (1 << 14);
    }).not.toBe(0);
    const asked = await kill(pid, 'SIGTERM');
    expect(await asked.json()).toEqual({
      success: true,
      message: `Process ${pid} got SIGTERM and has not ended yet`,
    });
    expect(await (await kill(pid, 'SIGKILL')).json()).toEqual({
      success: true,
      message: `Process ${pid} terminated`,
    });
  });

  test('never the gateway itself, its launcher, what they run under, or the first process', async () => {
    const launcherPid = await strayProcess();
    const { gateway, cookie, kill } = await writable({ launcherPid });
    await fetch(`${gateway.url}/system/settings`, {
      method: 'PUT',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ killForeignProcesses: true }),
    });
    for (const pid of [process.pid, process.ppid, launcherPid, 1, 0, -1, -launcherPid]) {
      const answer = await kill(pid, 'SIGKILL');
      expect(answer.status, String(pid)).toBe(403);
      expect(await answer.json()).toEqual({
        success: false,
        error: expect.stringContaining('was not ended'),
      });
    }
    expect(isAlive(launcherPid)).toBe(true);
  });

  test.each([
    [{}],
    [{ action: 'kill' }],
    [{ action: 'stop', pid: 5 }],
    [{ action: 'kill', pid: '5' }],
    [{ action: 'kill', pid: 5.5 }],
    [{ action: 'kill', pid: 5, signal: 'SIGSTOP' }],
    [{ action: 'kill', pid: 5, signal: 9 }],
    [{ action: 'kill', pid: 5, more: true }],
  ])('%j is no request to end one', async (body) => {
    const gateway = await inProcessGateway();
    const answer = await gateway.post(path, body, await gateway.login());
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ success: false, error: expect.any(String) });
  });

  test('a pid beyond all pids does not exist', async () => {
    const { kill } = await writable();
    for (const pid of [2 ** 31 - 1, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER]) {
      expect((await kill(pid)).status).toBe(404);
    }
  });
});
