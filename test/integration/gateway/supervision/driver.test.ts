import { expect, test } from 'vitest';
import { createForkSpawner } from '../../../../electron/platform/processes/fork-spawner.ts';
import type { Child, Spawner } from '../../../../electron/platform/processes/spawner.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { inProcessGateway, type Overrides } from '../../../fakes/in-process-gateway.ts';

const instance = (id: string, driver: string, enabled = true, settings = {}) => ({
  id,
  name: `instance ${id}`,
  enabled,
  driver,
  settings,
});

/** A gateway whose configuration holds these driver instances. */
async function gatewayWith(instances: ReturnType<typeof instance>[], deps: Overrides = {}) {
  const children: Child[] = [];
  const forks = createForkSpawner();
  const spawner: Spawner = {
    spawn(entry, options) {
      const child = forks.spawn(entry, options);
      children.push(child);
      return child;
    },
  };
  const gateway = await inProcessGateway({ deps: { spawner, ...deps } });
  gateway.database((sql) => {
    const insert = sql.prepare("INSERT INTO documents VALUES ('gateways', ?, ?, ?)");
    for (const [position, one] of instances.entries()) insert.run(one.id, position, JSON.stringify(one));
  });
  await gateway.restart();
  const cookie = await gateway.login();
  const metrics = async () => (await gateway.get('/metrics', cookie)).text();
  const drivers = async () =>
    (
      (await (await gateway.get('/health')).json()) as {
        checks: Record<string, { ok: boolean; detail?: string }>;
      }
    ).checks.drivers;
  return { gateway, cookie, metrics, drivers, children };
}

const isAlive = (pid: number | undefined): boolean => {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('the system driver reads this machine, and its last values are in the metrics', async () => {
  const { metrics, drivers } = await gatewayWith([instance('m', 'system', true, { intervalMs: 1_000 })]);
  await eventually(metrics).toMatch(/driver="system",name="memory.percent"\} \d/);
  const text = await metrics();
  for (const name of ['disk.percent', 'disk.bytes', 'uptime.seconds'])
    expect(text).toContain(`name="${name}"`);
  expect(text).toContain('gateway_driver_up{id="m",driver="system"} 1');
  expect(await drivers()).toEqual({ ok: true, detail: '1 of 1 run' });
  await eventually(metrics).toContain('name="cpu.percent"');
});

test('an unknown driver is a state, a disabled instance is not started, and neither is a fault', async () => {
  const { drivers, metrics, children } = await gatewayWith([
    instance('a', 'quantum-bus'),
    instance('b', 'system', false),
  ]);
  expect(await drivers()).toEqual({ ok: true, detail: '0 of 1 run' });
  expect(await metrics()).toContain('gateway_driver_up{id="a",driver="quantum-bus"} 0');
  expect(children).toEqual([]);
});

test('drivers end with 0 when the gateway stops, and are gone', async () => {
  const { gateway, children, drivers } = await gatewayWith([instance('m', 'system')]);
  await eventually(drivers).toMatchObject({ detail: '1 of 1 run' });
  const exits: unknown[] = [];
  for (const child of children) child.onExit((exit) => exits.push(exit));
  await gateway.stop();
  expect(exits).toEqual([{ code: 0, signal: null }]);
  expect(children.some(({ pid }) => isAlive(pid))).toBe(false);
});

test('a driver that was killed is started again', async () => {
  const { children, drivers } = await gatewayWith([instance('m', 'system')], {
    drivers: { restartFirstMs: 50 },
  });
  await eventually(drivers).toMatchObject({ detail: '1 of 1 run' });
  children[0]?.kill('SIGKILL');
  await eventually(() => children.length).toBe(2);
  await eventually(drivers).toMatchObject({ ok: true, detail: '1 of 1 run' });
});

test('a driver that ends each time makes the gateway unhealthy', async () => {
  const { drivers, gateway } = await gatewayWith([instance('m', 'system')], {
    driverEntry: '/nowhere/driver.js',
    drivers: { restartFirstMs: 10, restartMaxMs: 20 },
  });
  await eventually(drivers).toMatchObject({ ok: false });
  expect((await gateway.get('/health')).status).toBe(503);
});

test('settings that do not fit are a fault with a reason and no crash', async () => {
  const { drivers, children } = await gatewayWith([instance('m', 'system', true, { intervalMs: 'often' })]);
  await eventually(() => children.length).toBe(1);
  expect(await drivers()).toMatchObject({ ok: true, detail: '0 of 1 run' });
  expect(children).toHaveLength(1);
});

test('a driver that does not stop is killed after the grace time', async () => {
  const { gateway, children, drivers } = await gatewayWith([instance('m', 'system')], {
    drivers: { stopGraceMs: 100 },
  });
  await eventually(drivers).toMatchObject({ detail: '1 of 1 run' });
  const pid = children[0]?.pid ?? 0;
  process.kill(pid, 'SIGSTOP');
  const exits: unknown[] = [];
  children[0]?.onExit((exit) => exits.push(exit));
  await gateway.stop();
  expect(exits).toEqual([{ code: null, signal: 'SIGKILL' }]);
});
