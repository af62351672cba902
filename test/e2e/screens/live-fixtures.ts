import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Address, Route } from '#shared/gateway-api/configuration.ts';
import type { ProcessEntry, Resources } from '#shared/gateway-api/management-api.ts';
import type { DriverView, LogicView, ProcessState } from '#shared/gateway-api/peers-api.ts';
import type { HistoryRow, LastValue } from '#shared/gateway-api/values.ts';
import { ok } from '#shared/result.ts';
import type { FakeState } from '../../fakes/fake-bridge-state.ts';
import { boiler, shotAt } from './fixtures.ts';

/** What a gateway tells of itself while it is looked at: figures, processes, points. */

const iso = (ageMs: number): string => new Date(shotAt - ageMs).toISOString();
const minute = 60_000;

/** Reproducible ups and downs between 0 and 1. */
const wave = (n: number): number => 0.5 + 0.28 * Math.sin(n / 9) + 0.22 * Math.sin(n / 2.3 + 1);

const system: ProcessEntry[] = [
  ['supervision', 4120, 3.1, 92_340_224, false, 'The gateway application itself cannot be ended here.'],
  ['launcher', 4098, 0.1, 41_205_760, false, 'The launcher keeps the gateway running.'],
  ['modbus_boiler', 4171, 1.8, 58_102_784, true, undefined],
  ['mqtt_plant', 4180, 0.4, 49_905_664, true, undefined],
  ['system_system', 4166, 0.2, 44_011_520, true, undefined],
  ['systemd', 1, 0, 12_902_400, false, 'The first process is the system itself.'],
  ['sshd', 812, 0, 7_208_960, false, 'It was not started by this gateway.'],
].map(([name, pid, cpu, memory, killable, why]) => ({
  name: String(name),
  pid: Number(pid),
  cpu: Number(cpu),
  memory: Number(memory),
  memoryPercent: (Number(memory) / 4_136_000_000) * 100,
  killable: killable === true,
  ...(typeof why === 'string' ? { protected: why } : {}),
}));
const others: ProcessEntry[] = Array.from({ length: 320 }, (_, index) => ({
  name: `worker-${index + 1}`,
  pid: 20_000 + index,
  cpu: Math.round(wave(index) * 20) / 10,
  memory: 4_000_000 + index * 37_000,
  memoryPercent: 0.1,
  killable: false,
  protected: 'It was not started by this gateway.',
}));

const resources: Resources = {
  cpu: { usage: 12.4, cores: 4, model: 'Cortex-A72', loadAverage: [0.42, 0.37, 0.31] },
  memory: { total: 4_136_000_000, used: 1_302_000_000, free: 2_834_000_000, usagePercent: 31.5 },
  disk: { total: 31_268_000_000, used: 9_121_000_000, free: 22_147_000_000, usagePercent: 29.2 },
  network: { bytesIn: 4_812_330_114, bytesOut: 1_204_881_002 },
};
const info: Resources['info'] = {
  hostname: 'boiler-room',
  platform: 'linux',
  distro: 'Debian GNU/Linux',
  release: '13',
  kernel: '6.12.41-arm64',
  arch: 'arm64',
  uptime: 1_912_330,
  nodeVersion: 'v24.21.0',
};

/** One day in steps of five minutes, with an hour in which the gateway was off. */
const history = Array.from({ length: 289 }, (_, index) => ({ index, age: (288 - index) * 5 * minute }))
  .filter(({ index }) => index < 130 || index > 142)
  .map(({ index, age }) => ({
    timestamp: iso(age),
    cpu: Math.round(8 + 34 * wave(index) ** 2),
    memory: Math.round((29 + 4 * wave(index / 4)) * 10) / 10,
    disk: Math.round((28.4 + index * 0.003) * 10) / 10,
  }));

const running: ProcessState = { state: 'running', reason: null, pid: 4171, restarts: 0 };
export const drivers: DriverView[] = [
  {
    id: 'boiler',
    name: 'Boiler meters',
    enabled: true,
    driver: 'modbus',
    settings: { transport: 'tcp', host: '10.0.0.60', port: 502 },
    process: running,
  },
  {
    id: 'plant',
    name: 'Plant broker',
    enabled: true,
    driver: 'mqtt',
    settings: { url: 'mqtt://10.0.0.5:1883' },
    process: { state: 'fault', reason: '10.0.0.5:1883: the connection is refused', pid: 4180, restarts: 2 },
  },
  {
    id: 'system',
    name: 'This machine',
    enabled: true,
    driver: 'system',
    settings: {},
    process: { ...running, pid: 4166 },
  },
  {
    id: 'press',
    name: 'Old press',
    enabled: false,
    driver: 'opcua',
    settings: { endpoint: 'opc.tcp://10.0.0.71:4840' },
    process: {
      state: 'unknown-driver',
      reason: 'This revision has no driver "opcua".',
      pid: null,
      restarts: 0,
    },
  },
];

const point = (id: string, rest: Partial<Address>): Address => ({
  id,
  name: id,
  enabled: true,
  gateway: 'boiler',
  address: 'holding:100:float32',
  type: 'number',
  settings: {},
  ...rest,
});
export const addresses: Address[] = [
  point('a-supply', { name: 'Supply temperature', alias: 'supply', unit: '°C', pollIntervalMs: 1_000 }),
  point('a-return', {
    name: 'Return temperature',
    alias: 'return',
    unit: '°C',
    address: 'holding:102:float32',
  }),
  point('a-set', {
    name: 'Set point',
    alias: 'setpoint',
    unit: '°C',
    address: 'holding:110:int16',
    scale: 0.1,
    writable: true,
  }),
  point('a-pump', { name: 'Pump', alias: 'pump', address: 'coil:3', type: 'boolean', writable: true }),
  point('a-serial', { name: 'Serial number', address: 'holding:0:string16', type: 'string' }),
  point('a-flow', { name: 'Flow', unit: 'm³/h', gateway: 'plant', address: 'plant/boiler/flow#value' }),
  point('a-cpu', { name: 'CPU', alias: 'system_cpu', unit: '%', gateway: 'system', address: '#cpu' }),
  point('a-old', { name: 'Old sensor', enabled: false, address: 'input:7:int16' }),
];
const last = (
  id: string,
  value: LastValue['value'],
  text: string,
  rest: Partial<LastValue> = {},
): LastValue => ({
  id,
  value,
  value_string: text,
  ts: value === null ? null : iso(1_400),
  quality: 'good',
  reason: null,
  ...rest,
});
const lastValues: LastValue[] = [
  last('a-supply', 61.4, '61.4 °C'),
  last('a-return', 43.2, '43.2 °C'),
  last('a-set', 60, '60 °C'),
  last('a-pump', true, 'true'),
  last('a-serial', 'BX-20931', 'BX-20931'),
  last('a-flow', 3.28, '3.28 m³/h', {
    ts: iso(14 * minute),
    quality: 'uncertain',
    reason: '10.0.0.5:1883: the connection is refused',
  }),
  last('a-cpu', 12.4, '12.4 %'),
  last('a-old', null, '', { quality: 'none' }),
];
export const routes: Route[] = [
  {
    id: 'r1',
    name: 'Supply to the control room',
    enabled: true,
    from: 'a-supply',
    to: 'a-flow',
    expression: '$round(value, 1)',
    settings: {},
  },
  { id: 'r2', name: 'Set point', enabled: true, from: 'a-set', to: 'a-pump', bothWays: true, settings: {} },
  { id: 'r3', name: 'Night mode', enabled: false, from: 'a-pump', to: 'a-gone', settings: {} },
];
export const logics: LogicView[] = [
  {
    id: 'l1',
    name: 'Weather compensation',
    enabled: true,
    source:
      '/* cooler outside, hotter supply */\n{ "setpoint": supply > 60 ? 55 : $round(60 + system_cpu * 0.1) }',
    trigger: { on: 'change', addresses: ['supply', 'system_cpu'] },
    settings: {},
    process: { ...running, pid: 4188 },
    lastRunAt: iso(3_000),
    lastError: null,
  },
  {
    id: 'l2',
    name: 'Night setback',
    enabled: true,
    source: '{ "setpoint": 45 }',
    trigger: { on: 'schedule', cron: '0 22 * * *', timeZone: 'Europe/Berlin' },
    settings: {},
    process: { state: 'waiting', reason: 'It took longer than 5 s and was ended.', pid: null, restarts: 3 },
    lastRunAt: iso(40 * minute),
    lastError: 'It took longer than 5 s and was ended.',
  },
];
const valueHistory: HistoryRow[] = Array.from({ length: 240 }, (_, index) => {
  const value = Math.round((58 + 6 * wave(index / 3)) * 10) / 10;
  return { id: 'a-supply', ts: iso((240 - index) * 15_000), value, value_string: `${value} °C` };
}).filter((_, index) => index < 100 || index > 124);

const byId = <T extends { id: string }>(items: readonly T[]): Record<string, T> =>
  Object.fromEntries(items.map((item) => [item.id, item]));

export const manyAddresses: Address[] = Array.from({ length: 1_000 }, (_, index) =>
  point(`m-${index}`, { name: `Meter ${index + 1}`, unit: 'kWh', address: `holding:${index * 2}:uint32` }),
);
export const manyValues: LastValue[] = manyAddresses.map(({ id }, index) =>
  last(id, 1_000 + index * 17, `${1_000 + index * 17} kWh`),
);

/** Calls of the management API that the live tabs make. */
export const liveCalls: NonNullable<FakeState['gatewayCalls']> = {
  resources: ({ query }) =>
    ok({
      ...resources,
      ...(query.processes === 'true' ? { processes: system } : {}),
      ...(query.info === 'true' ? { info } : {}),
    }),
  resourcesHistory: () => ok({ history }),
  processKill: () => ok({ success: true, message: 'SIGTERM sent' }),
  loggersData: () => ok(valueHistory),
  identify: () => ok({ err: null, by: 'workbench' }),
  updates: () => ok({ currentVersion: '2026.04.1', latestVersion: '2026.05.0', updateAvailable: true }),
  licenseStatus: () =>
    ok({
      valid: true,
      email: 'plant@acme.example',
      updatesExpireAt: new Date(shotAt + 12 * 24 * 60 * minute).toISOString(),
      updatesActive: true,
    }),
};

export const manyProcesses: NonNullable<FakeState['gatewayCalls']> = {
  resources: () => ok({ ...resources, processes: [...system, ...others] }),
};

/** Methods of the dispatcher that the live tabs call. */
export const livePeers: NonNullable<FakeState['peers']> = {
  'gateways/getGateways': () => ok(byId(drivers)),
  'gateways/getAddresses': () => ok(addresses),
  'gateways/getLastValues': () => ok(lastValues),
  'gateways/getRoutes': () => ok(routes),
  'logics/getLogics': () => ok(byId(logics)),
  'gateways/writeValue': () => ok(last('a-set', 55, '55 °C', { ts: iso(0) })),
};

export const live: Partial<FakeState> = { gatewayCalls: liveCalls, peers: livePeers };

/** The same box without our extensions and without the management API. */
export const plainBox: Gateway = {
  ...boiler,
  offers: { system: true, management: false },
  management: { address: null, auth: null, remembersKey: false, may: 'unknown', failure: null },
  identity: null,
};

/** A box that offers the management API alone, with a key that may look. */
export const managementBox: Gateway = {
  ...boiler,
  username: '',
  offers: { system: false, management: true },
  management: { address: null, auth: 'key', remembersKey: true, may: 'read', failure: null },
};

export const readerBox: Gateway = {
  ...boiler,
  username: 'reader',
  management: { ...boiler.management, may: 'read' },
  identity: boiler.identity && { ...boiler.identity, administrator: false },
};
