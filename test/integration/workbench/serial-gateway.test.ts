import { createHash } from 'node:crypto';
import { readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { snapshotSchema } from '#shared/gateway-api/extensions.ts';
import { buildFirmware, createMaker } from '../../e2e/fixtures/packages.ts';
import { type RealGateway, startRealGateway } from '../../fakes/real-gateway.ts';
import { serialCable } from '../../fakes/serial-cable.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { startWorkbenchBench, type WorkbenchBench } from '../../fakes/workbench-bench.ts';

/** A gateway whose console is at one end of a cable, and the workbench at the other. */
async function gatewayOnCable() {
  const cable = await serialCable();
  const gateway = await startRealGateway({ args: ['--console', cable.theirs] });
  const bench = await startWorkbenchBench();
  return { cable, gateway, bench };
}

const addBy = (
  bench: WorkbenchBench,
  way: { address?: string; path: string; prefers?: 'automatic' | 'lan' | 'serial' },
  password: string,
) =>
  bench.ask('gateways.add', {
    label: '',
    address: way.address ?? null,
    serial: { path: way.path, baudRate: 115_200 },
    prefers: way.prefers ?? 'automatic',
    username: 'admin',
    password,
    rememberPassword: false,
  });

test('by the cable alone: logged in, backed up, rebooted', async () => {
  const { cable, gateway, bench } = await gatewayOnCable();
  const added = await addBy(bench, { path: cable.ours }, gateway.password);
  expect(added.connection).toMatchObject({ state: 'connected', via: 'serial', failure: null });
  expect(added.identity).toMatchObject({ name: 'boiler-room', administrator: true });
  expect(added).toMatchObject({ address: '', serial: { port: { path: cable.ours }, baudRate: 115_200 } });

  const backup = await bench.jobEnd((await bench.ask('maintenance.backup', { gatewayId: added.id })).id);
  expect(backup).toMatchObject({ outcome: 'succeeded', via: 'serial', failure: null });
  const [saved] = await bench.ask('backups.list', { gatewayId: added.id });
  if (saved === undefined) throw new Error('no backup listed');
  const content = await readFile(join(bench.backupFolder, saved.fileName));
  expect(createHash('sha256').update(content).digest('hex')).toBe(saved.sha256);

  const reboot = await bench.jobEnd((await bench.ask('maintenance.reboot', { gatewayId: added.id })).id);
  expect(reboot).toMatchObject({ outcome: 'succeeded', via: 'serial', failure: null });
}, 120_000);

test('by the cable alone: firmware, a snapshot from taking to restoring it, logs', async () => {
  const cable = await serialCable();
  const gateway = await startRealGateway({ args: ['--allow-unsigned', '--console', cable.theirs] });
  const bench = await startWorkbenchBench();
  const { id: gatewayId } = await addBy(bench, { path: cable.ours }, gateway.password);
  const folder = await temporaryFolder();
  const maker = await createMaker(folder, 'maker');
  const image = await bench.workbench.files.adoptPath(
    await buildFirmware({ folder, version: '7.2.0', maker }),
  );
  if (!image.ok) throw new Error(image.failure.message);
  const firmware = { gatewayId, fileToken: image.value.token, backupFirst: false };
  const installed = await bench.jobEnd((await bench.ask('maintenance.firmware', firmware)).id);
  expect(installed).toMatchObject({ outcome: 'succeeded', via: 'serial', to: '7.2.0' });
  await bench.gatewayWhen(gatewayId, ({ identity }) => identity?.firmware === '7.2.0');

  const taken = snapshotSchema.parse(
    await bench.ask('gateway.call', { gatewayId, call: 'snapshotCreate', body: { label: 'by cable' } }),
  );
  const snapshot = taken.name;
  const saved = await bench.jobEnd(
    (await bench.ask('maintenance.downloadSnapshot', { gatewayId, snapshot })).id,
  );
  expect(saved).toMatchObject({ outcome: 'succeeded', via: 'serial' });
  const [backup] = await bench.ask('backups.list', { gatewayId });
  expect(backup?.sha256).toBe(taken.sha256);
  const back = { gatewayId, snapshot, backupFirst: false };
  const restored = await bench.jobEnd((await bench.ask('maintenance.restoreSnapshot', back)).id);
  expect(restored).toMatchObject({ outcome: 'succeeded', via: 'serial' });
  await bench.gatewayWhen(gatewayId, ({ connection }) => connection.state === 'connected');
  const logs = await bench.ask('gateway.call', { gatewayId, call: 'logs', query: { lines: '100' } });
  expect(JSON.stringify(logs)).toContain('firmware taken up');
}, 120_000);

test('LAN and cable: the cable takes over when the LAN falls silent, and the session goes on', async () => {
  const { cable, gateway, bench } = await gatewayOnCable();
  const dead = 'http://127.0.0.1:9';
  const added = await addBy(bench, { address: dead, path: cable.ours }, gateway.password);
  expect(added.connection).toMatchObject({ state: 'connected', via: 'serial' });
  const changed = await bench.ask('gateways.update', { id: added.id, address: gateway.address });
  expect(changed.connection).toMatchObject({ state: 'connected', via: 'lan' });
  const only = await bench.ask('gateways.update', { id: added.id, prefers: 'serial' });
  expect(only.connection).toMatchObject({ state: 'connected', via: 'serial' });
}, 120_000);

test('the wrong password is refused over the cable as over the LAN; no console at the other end is said', async () => {
  const { cable, bench } = await gatewayOnCable();
  const refused = await addBy(bench, { path: cable.ours }, 'wrong');
  expect(refused.connection).toMatchObject({ state: 'login-needed', failure: { code: 'LOGIN_REFUSED' } });
  const other = await serialCable();
  const silent = await addBy(bench, { path: other.ours }, 'x');
  expect(silent.connection).toMatchObject({ state: 'unreachable', failure: { code: 'LINK_NO_ANSWER' } });
}, 120_000);

describe('a cable that hangs on another box', { timeout: 240_000 }, () => {
  /** Two gateways with one cable each, and a port of the workbench that can be moved from one cable to the other. */
  async function twoBoxes() {
    const [here, there] = [await serialCable(), await serialCable()];
    const boiler = await startRealGateway({ args: ['--console', here.theirs] });
    const press = await startRealGateway({
      ...{ name: 'press-line', password: 'another password', args: ['--console', there.theirs] },
    });
    const port = join(await temporaryFolder(), 'port');
    await symlink(here.ours, port);
    const bench = await startWorkbenchBench();
    /** Pulls the plug out of the boiler's box and puts it into the other one. */
    async function move(): Promise<void> {
      await rm(port);
      await symlink(there.ours, port);
      await here.pull();
    }
    return { boiler, press, port, bench, move };
  }

  /** How often somebody tried to log in at a gateway, by its own log. */
  function logins({ dataFolder }: RealGateway): unknown {
    const database = new DatabaseSync(join(dataFolder, 'state', 'activity.sqlite'), { readOnly: true });
    try {
      return database.prepare("SELECT count(*) AS count FROM activity WHERE type = 'session'").get()?.count;
    } finally {
      database.close();
    }
  }

  test('is not used: no password goes there, no job begins, and the page says which box it is', async () => {
    const { boiler, press, port, bench, move } = await twoBoxes();
    const added = await addBy(bench, { address: boiler.address, path: port }, boiler.password);
    expect(added.connection).toMatchObject({ state: 'connected', via: 'lan' });
    const cabled = await bench.ask('gateways.update', { id: added.id, prefers: 'serial' });
    expect(cabled.connection).toMatchObject({ state: 'connected', via: 'serial' });

    await move();
    const wrong = await bench.gatewayWhen(
      added.id,
      ({ connection }) => connection.failure?.code === 'CABLE_OTHER_BOX',
      60_000,
    );
    expect(wrong.connection).toMatchObject({
      state: 'unreachable',
      failure: { context: { gateway: 'boiler-room', other: 'press-line' } },
    });
    expect(wrong.identity?.name).toBe('boiler-room');
    const job = await bench.bridge.call('maintenance.backup', { gatewayId: added.id });
    expect(job).toMatchObject({ ok: false, failure: { code: 'CABLE_OTHER_BOX' } });
    expect(logins(press)).toBe(0);

    // With the LAN beside it, that is what is used.
    const both = await bench.ask('gateways.update', { id: added.id, prefers: 'automatic' });
    expect(both.connection).toMatchObject({ state: 'connected', via: 'lan' });
    expect(both.identity?.name).toBe('boiler-room');
    // And when the LAN is lost, the cable is no way out.
    await boiler.stop();
    const lost = await bench.gatewayWhen(
      added.id,
      ({ connection }) => connection.failure?.code === 'CABLE_OTHER_BOX',
      60_000,
    );
    expect(lost.connection.state).toBe('unreachable');
    await boiler.start();
    await bench.gatewayWhen(added.id, ({ connection }) => connection.state === 'connected', 90_000);
  });

  test('is used when a person says that the box was replaced', async () => {
    const { boiler, press, port, bench, move } = await twoBoxes();
    const added = await addBy(bench, { path: port }, boiler.password);
    expect(added.identity?.name).toBe('boiler-room');
    await move();
    await bench.gatewayWhen(
      added.id,
      ({ connection }) => connection.failure?.code === 'CABLE_OTHER_BOX',
      60_000,
    );
    const taken = await bench.ask('gateways.connect', {
      ...{ id: added.id, replaced: true, password: press.password },
    });
    expect(taken.connection).toMatchObject({ state: 'connected', via: 'serial', failure: null });
    expect(taken.identity?.name).toBe('press-line');
    expect(logins(press)).toBe(1);
  });
});
