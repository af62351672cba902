import { expect, test } from 'vitest';
import { eventually } from '../../../../fakes/eventually.ts';
import { freePort } from '../../../../fakes/free-port.ts';
import { inProcessGateway } from '../../../../fakes/in-process-gateway.ts';
import { startPymodbus } from '../../../../fakes/pymodbus-peer.ts';

test('points that are configured over HTTP hold what the device holds, and writes reach it', async () => {
  const port = await freePort();
  const device = await startPymodbus(
    { port },
    { 3: { holding: { 10: 215, 11: 0x41ac, 12: 0 }, coil: { 4: false } } },
  );
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  const call = async (method: string, body: object) => {
    const answer = await gateway.post(`/peers/supervision/gateways/${method}`, body, cookie);
    expect([method, answer.status]).toEqual([method, 200]);
    return answer.json();
  };
  const settings = {
    transport: 'tcp',
    host: '127.0.0.1',
    port,
    unit: 3,
    pollIntervalMs: 100,
    timeoutMs: 300,
  };
  const plc = { id: 'plc', name: 'PLC', enabled: true, driver: 'modbus', settings };
  expect(await call('insertGateway', { gateway: plc })).toBe('plc');
  const points = [
    { id: 'level', address: 'holding:10', type: 'number', scale: 0.1, unit: 'm', writable: true },
    { id: 'temperature', address: 'holding:11:float32', type: 'number' },
    { id: 'pump', address: 'coil:4', type: 'boolean', writable: true },
  ];
  for (const point of points) {
    await call('insertAddress', {
      address: { name: point.id, enabled: true, gateway: 'plc', settings: {}, ...point },
    });
  }
  const last = (address: string) => call('getLastValue', { address });
  await eventually(() => last('level')).toMatchObject({
    value: 21.5,
    value_string: '21.5 m',
    quality: 'good',
  });
  await eventually(() => last('temperature')).toMatchObject({ value: 21.5, quality: 'good' });
  await eventually(() => last('pump')).toMatchObject({ value: false, quality: 'good' });

  expect(await call('writeValue', { address: 'level', value: 30 })).toMatchObject({
    value: 30,
    quality: 'good',
  });
  expect(await device.get('holding', 10, 1, 3)).toEqual([300]);
  expect(await call('writeValue', { address: 'pump', value: true })).toMatchObject({ value: true });
  expect(await device.get('coil', 4, 1, 3)).toEqual([1]);

  await device.stop();
  await eventually(() => last('level')).toMatchObject({
    value: 30,
    quality: 'uncertain',
    reason: `127.0.0.1:${port} refuses the connection`,
  });
  // The state is told right behind the readings.
  const plcNow = () => call('getGateway', { gateway: 'plc' });
  await eventually(plcNow).toMatchObject({ process: { state: 'fault' } });
});
