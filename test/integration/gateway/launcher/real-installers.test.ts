import { expect, test } from 'vitest';
import { passwordDigest } from '../../../../electron/gateway/supervision/accounts/first-account.ts';
import type { GatewayJob } from '../../../../shared/gateway-api/jobs.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { blobPart } from '../../../fakes/in-process-gateway.ts';
import { canMount, raucMachine, swupdateMachine } from '../../../fakes/machine-installers.ts';
import { startRealGateway } from '../../../fakes/real-gateway.ts';

/** The whole way of an image, from its upload to the real installer of a machine. */

type Machine = Awaited<ReturnType<typeof swupdateMachine>>;

async function gatewayOf({ firmwareCommand, versionCommand }: Machine) {
  const args = ['--firmware-command', firmwareCommand, '--firmware-version-command', versionCommand];
  const gateway = await startRealGateway({ args });
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ username: 'admin', password: passwordDigest(gateway.password) });
  const login = await fetch(`${gateway.address}/auth/rest`, { method: 'POST', headers, body });
  const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(gateway.address + path, { ...init, headers: { cookie } });
  const job = async (id: string) => (await (await ask(`/system/jobs/${id}`)).json()) as GatewayJob;
  return {
    firmware: async () =>
      ((await (await ask('/system/capabilities')).json()) as { firmware: string }).firmware,
    /** Uploads, reboots and waits for the job's end. */
    async install(name: string, image: Buffer) {
      const form = new FormData();
      form.append('file', new Blob([blobPart(image)]), name);
      const answer = await ask('/system/firmware/upgrade', { method: 'POST', body: form });
      expect([answer.status, await answer.text()]).toEqual([200, 'OK']);
      const id = String(answer.headers.get('x-job-id'));
      await ask('/system/actions/reboot', { method: 'POST' });
      const state = () =>
        job(id).then(
          ({ state }) => state,
          () => 'away',
        );
      await eventually(state).toBe('done');
      const events = await (await ask(`/system/jobs/${id}/events`)).text();
      return { job: await job(id), events };
    },
  };
}

/** The same image with one bit of its payload changed. */
function damaged(image: Buffer, payload: Buffer): Buffer {
  const bad = Buffer.from(image);
  const at = bad.indexOf(payload.subarray(100, 200));
  expect(at).toBeGreaterThan(0);
  bad[at] = (bad[at] ?? 0) ^ 1;
  return bad;
}

test.each([
  { name: 'SWUpdate', machine: swupdateMachine, file: 'box.swu', refusal: /HASH mismatch|Checksum WRONG/ },
  ...(canMount
    ? [{ name: 'RAUC', machine: raucMachine, file: 'box.raucb', refusal: /signature verification failed/ }]
    : []),
])(
  '$name installs what is good, by its own version, and says why not',
  { timeout: 90_000 },
  async (given) => {
    const machine = await given.machine();
    const gateway = await gatewayOf(machine);
    const bad = await machine.image('7.2');
    const refused = await gateway.install(given.file, damaged(bad.image, bad.payload));
    expect(refused.job).toMatchObject({ outcome: 'failed', code: 'FIRMWARE_COMMAND_FAILED' });
    expect(refused.events).toMatch(given.refusal);
    expect(await machine.installed()).toBeNull();
    expect(await gateway.firmware()).toBe('factory');

    const good = await machine.image('7.3');
    const taken = await gateway.install(given.file, good.image);
    expect(taken.job).toMatchObject({ outcome: 'succeeded', to: '7.3' });
    expect((await machine.installed())?.equals(good.payload)).toBe(true);
    expect(await gateway.firmware()).toBe('7.3');
  },
);
