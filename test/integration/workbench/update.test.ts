import { describe, expect, test } from 'vitest';
import type { Job } from '#shared/bridge/maintenance.ts';
import { createFeedMaker } from '../../fakes/feed-maker.ts';
import { startRealGateway } from '../../fakes/real-gateway.ts';
import { startTcpCutter } from '../../fakes/tcp-cutter.ts';
import { startWorkbenchBench } from '../../fakes/workbench-bench.ts';

/** Updates by the gateway's own feed, with everything real: packages, feed, licence, gateway, workbench. */

const said = ({ log }: Job) => log.map(({ message }) => message).join('; ');

async function licensed(options: { args?: readonly string[]; licence?: boolean } = {}) {
  const maker = await createFeedMaker();
  const gateway = await startRealGateway({ args: options.args ?? [] });
  const licence = await maker.supply(gateway.dataFolder);
  const cable = await startTcpCutter({ host: '127.0.0.1', port: Number(new URL(gateway.address).port) });
  const bench = await startWorkbenchBench();
  const added = await bench.ask('gateways.add', {
    ...{ label: '', address: `http://127.0.0.1:${cable.port}`, username: 'admin' },
    ...{ password: gateway.password, rememberPassword: true },
  });
  const { id: gatewayId } = added;
  await bench.ask('gateway.call', { gatewayId, call: 'settingsUpdate', body: { updateFeed: maker.feed } });
  if (options.licence !== false) {
    await bench.ask('gateway.call', { gatewayId, call: 'licenseValidate', body: licence });
  }
  return { maker, gateway, cable, bench, added, gatewayId };
}

describe('an update from the feed', () => {
  test('is followed beyond the restart and proved by boot id and revision', async () => {
    const { maker, bench, added, gatewayId } = await licensed();
    await maker.publish('2031.01.1');
    const started = await bench.ask('maintenance.update', { gatewayId, backupFirst: true });
    expect(started.phases).toEqual([
      ...['backup', 'fetching', 'checking', 'stopping-drivers', 'installing', 'restarting', 'verifying'],
    ]);
    const job = await bench.jobEnd(started.id);
    expect(job).toMatchObject({
      outcome: 'succeeded',
      progress: 1,
      from: added.identity?.revision,
      to: '2031.01.1',
    });
    expect(job.summary).toMatch(/^boiler-room runs 2031\.01\.1, was away for \d+\.\d s\.$/);
    expect(said(job)).toContain('has downloaded 2031.01.1, sha256:');
    const seen = bench.seen.filter(({ id }) => id === job.id);
    const phases = [...new Set(seen.map(({ phase }) => phase))];
    expect(phases).toEqual(started.phases.filter((phase) => phases.includes(phase)));
    expect(phases).toEqual(expect.arrayContaining(['fetching', 'installing', 'verifying']));
    const progress = seen.map((state) => state.progress);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(await bench.ask('backups.list', { gatewayId })).toMatchObject([{ id: job.backupId }]);

    const again = await bench.bridge.call('maintenance.update', { gatewayId, backupFirst: false });
    expect(!again.ok && again.failure.message).toBe(
      'boiler-room runs 2031.01.1, the newest that its update feed has.',
    );
  }, 90_000);

  test('without a licence fails before anything is changed, in the gateway’s words', async () => {
    const { maker, bench, added, gatewayId } = await licensed({ licence: false });
    await maker.publish('2031.01.1');
    const job = await bench.jobEnd(
      (await bench.ask('maintenance.update', { gatewayId, backupFirst: false })).id,
    );
    expect(job).toMatchObject({ outcome: 'failed', phase: 'fetching' });
    expect(job.summary).toContain('Nothing was changed');
    const [gateway] = await bench.ask('gateways.list', null);
    expect(gateway?.identity?.bootId).toBe(added.identity?.bootId);
  }, 60_000);

  test('whose line is cut while the gateway installs is followed by its job', async () => {
    const { maker, cable, bench, gatewayId } = await licensed();
    await maker.publish('2031.01.1');
    const { id } = await bench.ask('maintenance.update', { gatewayId, backupFirst: false });
    await bench.jobWhen(id, ({ phase }) => phase === 'stopping-drivers' || phase === 'installing');
    cable.pull();
    cable.plug();
    expect(await bench.jobEnd(id)).toMatchObject({ outcome: 'succeeded', to: '2031.01.1' });
  }, 90_000);

  test('whose answer is lost is found by the gateway’s list of jobs', async () => {
    const { maker, cable, bench, gatewayId } = await licensed();
    await maker.publish('2031.01.1');
    cable.loseAnswerWith('text/event-stream');
    const { id } = await bench.ask('maintenance.update', { gatewayId, backupFirst: false });
    const job = await bench.jobEnd(id);
    expect(job).toMatchObject({ outcome: 'succeeded', to: '2031.01.1' });
    expect(said(job)).toContain('had accepted it');
  }, 180_000);

  test('that was running when the workbench ended is followed by the next one', async () => {
    const { maker, bench, gatewayId } = await licensed();
    await maker.publish('2031.01.1');
    const { id } = await bench.ask('maintenance.update', { gatewayId, backupFirst: false });
    await bench.jobWhen(id, ({ phase }) => phase === 'stopping-drivers' || phase === 'installing');
    await bench.stop();
    const again = await startWorkbenchBench({ dataFolder: bench.dataFolder, secrets: bench.secrets });
    expect(await again.jobEnd(id)).toMatchObject({ outcome: 'succeeded', to: '2031.01.1' });
  }, 90_000);

  test('with nothing but an API key is proved by boot id and revision all the same', async () => {
    const { maker, gateway, bench, gatewayId } = await licensed();
    await maker.publish('2031.01.1');
    const made = await bench.ask('gateway.call', {
      ...{ gatewayId, call: 'apiKeyCreate', body: { name: 'w', permissions: { system: 'write' } } },
    });
    const other = await startWorkbenchBench();
    const { apiKey: key } = made as { apiKey: string };
    const reached = await other.ask('gateways.add', {
      ...{ label: '', address: gateway.address, username: '', password: '', rememberPassword: false },
      ...{ system: false, management: { address: null, key, rememberKey: false } },
    });
    const job = await other.jobEnd(
      (await other.ask('maintenance.update', { gatewayId: reached.id, backupFirst: false })).id,
    );
    expect(job).toMatchObject({ outcome: 'succeeded', to: '2031.01.1' });
    expect(said(job)).toContain('verified: boot ');
    expect(job.downtimeMs).toBeGreaterThan(0);
  }, 90_000);
});
