import { expect, test } from 'vitest';
import { createForkSpawner } from '../../../../../electron/platform/processes/fork-spawner.ts';
import type { Child, Spawner } from '../../../../../electron/platform/processes/spawner.ts';
import { instanceOf } from '../../../../fakes/drivers-bench.ts';
import { eventually } from '../../../../fakes/eventually.ts';
import { inProcessGateway, type Overrides } from '../../../../fakes/in-process-gateway.ts';

interface Row {
  id: string;
  document: { address?: string; gateway?: string; driver?: string };
}

/** A whole gateway, its driver processes, and what it says about them. */
async function gatewayWith(deps: Overrides = {}) {
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
  const drivers = async () => {
    const health = (await (await gateway.get('/health')).json()) as {
      checks: Record<string, { ok: boolean; detail?: string }>;
    };
    return health.checks.drivers;
  };
  const documents = (part: string): Row[] =>
    gateway.database((sql) =>
      sql
        .prepare('SELECT id, document FROM documents WHERE part = ? ORDER BY position')
        .all(part)
        .map(({ id, document }) => ({ id: String(id), document: JSON.parse(String(document)) })),
    );
  return { gateway, children, drivers, documents };
}

test('a first gateway reads its own machine, and one that has been changed keeps what it has', async () => {
  const { gateway, drivers, documents } = await gatewayWith();
  await eventually(drivers).toEqual({ ok: true, detail: '1 of 1 run' });
  expect(documents('gateways')).toMatchObject([{ id: 'system', document: { driver: 'system' } }]);
  const figures = documents('addresses').map(({ document }) => document.address);
  expect(figures).toEqual(expect.arrayContaining(['#cpu', '#mem', '#disk', '#uptime']));
  gateway.database((sql) => sql.exec("DELETE FROM documents WHERE part IN ('gateways', 'addresses')"));
  await gateway.restart();
  expect(documents('gateways')).toEqual([]);
  expect(await drivers()).toEqual({ ok: true, detail: '0 of 0 run' });
});

test('drivers end with 0 when the gateway stops; one that was killed is started again', async () => {
  const { gateway, children, drivers } = await gatewayWith({ drivers: { restartFirstMs: 50 } });
  await eventually(drivers).toMatchObject({ detail: '1 of 1 run' });
  children[0]?.kill('SIGKILL');
  await eventually(() => children.length).toBe(2);
  await eventually(drivers).toMatchObject({ ok: true, detail: '1 of 1 run' });
  const exits: unknown[] = [];
  children[1]?.onExit((exit) => exits.push(exit));
  await gateway.stop();
  expect(exits).toEqual([{ code: 0, signal: null }]);
});

test('a driver that ends each time makes the gateway unhealthy', async () => {
  const { drivers, gateway } = await gatewayWith({
    driverEntry: '/nowhere/driver.js',
    drivers: { restartFirstMs: 10, restartMaxMs: 20 },
  });
  await eventually(drivers).toMatchObject({ ok: false, detail: 'cannot be kept running: This machine' });
  expect((await gateway.get('/health')).status).toBe(503);
});

test('an unknown driver and a disabled instance are states and no faults', async () => {
  const { gateway, drivers, children } = await gatewayWith();
  gateway.database((sql) => {
    const insert = sql.prepare("INSERT INTO documents VALUES ('gateways', ?, ?, ?)");
    insert.run('q', 1, JSON.stringify(instanceOf('q', 'quantum-bus')));
    insert.run('d', 2, JSON.stringify({ ...instanceOf('d', 'simulator'), enabled: false }));
  });
  await gateway.restart();
  await eventually(drivers).toEqual({ ok: true, detail: '1 of 2 run' });
  expect(children.length).toBe(2);
});
