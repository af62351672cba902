import { randomBytes } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../fakes/eventually.ts';
import { startRealGateway } from '../../fakes/real-gateway.ts';
import { startTcpCutter } from '../../fakes/tcp-cutter.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { startWorkbenchBench } from '../../fakes/workbench-bench.ts';

/** A real gateway behind a cable that can be pulled. */
async function connected() {
  const gateway = await startRealGateway();
  const cable = await startTcpCutter({ host: '127.0.0.1', port: Number(new URL(gateway.address).port) });
  const bench = await startWorkbenchBench();
  const { id } = await bench.ask('gateways.add', {
    ...{ label: '', address: `http://127.0.0.1:${cable.port}`, username: 'admin' },
    ...{ password: gateway.password, rememberPassword: false },
  });
  const path = join(await temporaryFolder(), 'bulky.zip');
  await writeFile(path, randomBytes(bytes));
  const adopted = await bench.workbench.files.adoptPath(path);
  if (!adopted.ok) throw new Error(adopted.failure.message);
  const start = async () =>
    (
      await bench.ask('maintenance.upgrade', {
        ...{ gatewayId: id, fileToken: adopted.value.token, backupFirst: false, allowDowngrade: false },
      })
    ).id;
  return { gateway, cable, bench, start };
}

const bytes = 8_000_000;
const said = (log: readonly { message: string }[]) => log.map(({ message }) => message).join('; ');

describe('an upload that can be resumed', () => {
  test('goes on where it stopped, wherever the connection is reset', async () => {
    const { cable, bench, start } = await connected();
    for (const share of [0.1, 0.5, 0.9, 0.9999]) {
      const before = cable.forwarded();
      cable.cutAfterBytes(bytes * share);
      const job = await bench.jobEnd(await start());
      // It arrived whole: the gateway has read it and says what it is.
      expect(job).toMatchObject({ outcome: 'failed', failure: { code: 'ARCHIVE_NOT_ZIP' } });
      expect(said(job.log)).toContain('the connection broke while uploading');
      expect(cable.forwarded() - before).toBeLessThan(bytes * 1.5);
    }
  }, 60_000);

  test('waits for a cable that is out, and ends at once when it is cancelled meanwhile', async () => {
    const { cable, bench, start, gateway } = await connected();
    const waits = (jobId: string) =>
      bench.jobWhen(jobId, ({ log }) => log.some(({ message }) => message.includes('goes on when')));

    cable.pauseAfterBytes(bytes / 2);
    const first = await start();
    await eventually(() => cable.forwarded()).toBeGreaterThan(bytes / 2);
    cable.pull();
    expect(await waits(first)).toMatchObject({ state: 'running', cancellable: true, phase: 'upload' });
    cable.pauseAfterBytes(null);
    cable.plug();
    expect(await bench.jobEnd(first)).toMatchObject({ failure: { code: 'ARCHIVE_NOT_ZIP' } });

    cable.pauseAfterBytes(bytes / 2);
    const second = await start();
    const passed = cable.forwarded();
    await eventually(() => cable.forwarded()).toBeGreaterThan(passed + bytes / 3);
    cable.pull();
    await waits(second);
    await bench.ask('maintenance.cancel', { jobId: second });
    const cancelled = await bench.jobEnd(second);
    expect(cancelled).toMatchObject({ outcome: 'cancelled' });
    expect(cancelled.summary).toBe('Cancelled. Nothing was changed on boiler-room.');
    await gateway.stop();
  }, 60_000);

  test('begins anew when the gateway has lost what was sent, and is given up there when cancelled', async () => {
    const { cable, bench, start, gateway } = await connected();
    const folder = join(gateway.dataFolder, 'uploads');
    const names = async () =>
      (await readdir(folder, { recursive: true })).filter((name) => /[0-9a-f]{32}/.test(name));
    cable.pauseAfterBytes(bytes / 2);
    const lost = await start();
    await eventually(() => cable.forwarded()).toBeGreaterThan(bytes / 2);
    for (const name of await names()) await rm(join(folder, name), { force: true });
    cable.pauseAfterBytes(null);
    cable.pull();
    cable.plug();
    const job = await bench.jobEnd(lost);
    expect(job).toMatchObject({ failure: { code: 'ARCHIVE_NOT_ZIP' } });
    expect(said(job.log)).toContain('sent again from the beginning');
    expect(await names()).toEqual([]);

    const passed = cable.forwarded();
    cable.pauseAfterBytes(bytes / 2);
    const cancelled = await start();
    await eventually(() => cable.forwarded()).toBeGreaterThan(passed + bytes / 3);
    cable.pauseAfterBytes(null);
    await bench.ask('maintenance.cancel', { jobId: cancelled });
    expect(await bench.jobEnd(cancelled)).toMatchObject({ outcome: 'cancelled' });
    await eventually(names).toEqual([]);
  }, 60_000);
});
