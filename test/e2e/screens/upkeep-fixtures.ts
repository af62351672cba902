import { failure } from '#shared/errors/failure.ts';
import type { Inspection, Snapshot } from '#shared/gateway-api/extensions.ts';
import type { Activity, ApiKey, LogEntry } from '#shared/gateway-api/management-api.ts';
import { gatewaySettingsDefaults } from '#shared/gateway-api/settings.ts';
import { fail, ok } from '#shared/result.ts';
import type { FakeAnswer, FakeState } from '../../fakes/fake-bridge-state.ts';
import { boiler, ids, sha, shotAt } from './fixtures.ts';
import type { Rest } from './scenario.ts';

/** What boiler-room answers on the tabs Snapshots, Logs, Activity, Updates, Licence, Accounts and keys. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const iso = (at: number): string => new Date(at).toISOString();

export const answer =
  (value: unknown): FakeAnswer =>
  () =>
    ok(value);

export const tab = (name: string, id: string = ids.boiler) => `#/gateways/${id}/${name}`;

/** A state in which boiler-room answers these calls. */
export const answering = (
  gatewayCalls: NonNullable<FakeState['gatewayCalls']>,
  state: Partial<FakeState> = {},
): Rest => ({ state: { ...state, gatewayCalls: { settings: answer(settings), ...gatewayCalls } } });

export const settings = {
  ...gatewaySettingsDefaults,
  name: 'boiler-room',
  snapshotTimeZone: 'Europe/Berlin',
  updateFeed: '/media/usb/feed',
};

export const snapshot = (at: number, rest: Partial<Snapshot> = {}): Snapshot => ({
  name: `${iso(at).slice(0, 19).replaceAll(':', '-')}.zip`,
  createdAt: iso(at),
  bytes: 4_213_118 - (at % 97_003),
  sha256: sha,
  origin: 'schedule',
  revision: '2026.04.1',
  verified: true,
  ...rest,
});

export const snapshots: Snapshot[] = [
  snapshot(shotAt - 40 * minute, { origin: 'manual', label: 'Before the new Modbus mapping' }),
  snapshot(shotAt - 11 * hour),
  snapshot(shotAt - day - 3 * hour, { origin: 'before-upgrade', revision: '2026.02.3' }),
  snapshot(shotAt - day - 11 * hour, { revision: '2026.02.3' }),
  snapshot(shotAt - 2 * day - 11 * hour, { revision: '2026.02.3', verified: false }),
  snapshot(shotAt - 33 * day, { origin: 'before-restore', revision: '2026.02.3' }),
  snapshot(shotAt - 41 * day, { revision: '2025.11' }),
];
export const manySnapshots = Array.from({ length: 5_000 }, (_, index) => snapshot(shotAt - index * 6 * hour));

const part = (name: 'gateways' | 'addresses' | 'routes' | 'logics' | 'accounts' | 'settings', rest = {}) => ({
  part: name,
  same: true,
  archive: 4,
  live: 4,
  added: [],
  removed: [],
  changed: [],
  more: 0,
  ...rest,
});
export const inspection = (rest: Partial<Inspection> = {}): Inspection => ({
  kind: 'backup',
  file: { name: snapshots[0]?.name ?? '', bytes: 4_213_118, sha256: sha },
  manifest: null,
  signature: { state: 'not-applicable', signer: null },
  parts: [
    part('gateways', { archive: 3, live: 4, same: false, removed: ['simulator, sine'] }),
    part('addresses', {
      archive: 214,
      live: 310,
      same: false,
      added: ['flow return', 'burner hours'],
      removed: Array.from({ length: 40 }, (_, index) => `holding register ${index + 1}`),
      changed: ['flow supply', 'pressure'],
      more: 58,
    }),
    part('routes', { archive: 12, live: 12 }),
    part('logics', { archive: 2, live: 3, same: false, removed: ['night set-back'] }),
    part('accounts', { archive: 3, live: 3 }),
    part('settings', { archive: 1, live: 1 }),
  ],
  checks: [{ check: 'archive', result: 'ok', message: 'All 7 files match their hashes.', code: null }],
  ...rest,
});

const messages: readonly [LogEntry['level'], LogEntry['type'], string, string][] = [
  ['info', 'out', 'supervision', 'Request GET /system/snapshots 200 in 3 ms'],
  ['debug', 'out', 'modbus_main', 'Read 48 registers from unit 3 in 41 ms'],
  ['info', 'out', 'modbus_main', 'holding:100 … holding:148 polled'],
  ['warn', 'out', 'modbus_main', 'Unit 7 does not answer; next try in 8 s'],
  [
    undefined,
    'err',
    'mqtt_plant',
    'Error: connect ECONNREFUSED 10.0.0.9:1883\n    at TCPConnectWrap.afterConnect',
  ],
  ['error', 'out', 'mqtt_plant', 'Broker 10.0.0.9:1883 refused the connection'],
  ['info', 'out', 'system_machine', '\u001b[32mcpu 12 %\u001b[0m memory 41 % disk 63 % \u0000\u0007'],
];
export const logLines = (count: number): LogEntry[] =>
  Array.from({ length: count }, (_, index) => {
    const [level, type, process, message] = messages[index % messages.length] ?? messages[0] ?? [];
    return {
      timestamp: iso(shotAt - (count - index) * 1_730),
      type: type ?? 'out',
      process: process ?? '',
      message: message ?? '',
      ...(level ? { level } : {}),
    };
  });
export const processes = ['supervision', 'modbus_main', 'mqtt_plant', 'system_machine'];

/** As the gateway does it: by process and stream, the last ones. */
export const logs: FakeAnswer = ({ query }) =>
  ok({
    logs: logLines(700)
      .filter((entry) => query.process === undefined || entry.process === query.process)
      .filter((entry) => query.type === undefined || query.type === 'all' || entry.type === query.type)
      .slice(-Number(query.lines ?? 100)),
    processes,
  });

const deed = (n: number, entry: Pick<Activity, 'type' | 'action' | 'target'>, rest = {}): Activity => ({
  id: `act-${10_000 - n}`,
  user: 'admin',
  timestamp: iso(shotAt - n * 47 * minute),
  details: { address: '10.0.0.21' },
  ...entry,
  ...rest,
});
export const activities: Activity[] = [
  deed(0, { type: 'snapshot', action: 'created', target: snapshots[0]?.name ?? '' }),
  deed(
    1,
    { type: 'session', action: 'refused', target: 'admin' },
    { user: 'admin', details: { address: '10.0.0.66', reason: 'wrong password' } },
  ),
  deed(2, { type: 'api-key', action: 'created', target: 'Dashboard of the control room' }),
  deed(
    3,
    { type: 'upgrade', action: 'succeeded', target: '2026.04.1' },
    {
      details: {
        address: '10.0.0.21',
        from: '2026.02.3',
        sha256: sha,
        job: '01a0c7f2-5b1e-7c3a-9d4f-0000000000aa',
      },
    },
  ),
  deed(4, { type: 'process', action: 'killed', target: 'modbus_main (4711)' }),
  deed(5, { type: 'setting', action: 'changed', target: 'snapshotSchedule' }),
  deed(
    6,
    { type: 'snapshot', action: 'created', target: snapshots[1]?.name ?? '' },
    { user: 'gateway', details: {} },
  ),
  deed(7, { type: 'session', action: 'created', target: 'service' }, { user: 'service' }),
];
export const manyActivities = Array.from({ length: 1_300 }, (_, index) => ({
  ...deed(index, { type: 'session', action: 'created', target: 'admin' }),
  id: `act-${20_000 - index}`,
}));

/** Pages and kinds as the gateway answers them. */
export const activityOf =
  (all: readonly Activity[]): FakeAnswer =>
  ({ query }) => {
    const kind = all.filter((entry) => query.type === undefined || entry.type === query.type);
    const from = query.before === undefined ? 0 : kind.findIndex(({ id }) => id === query.before) + 1;
    return ok({ activities: kind.slice(from, from + Number(query.limit ?? 100)) });
  };

export const update = {
  currentVersion: '2026.04.1',
  latestVersion: '2026.05.0',
  updateAvailable: true,
  releaseDate: iso(shotAt - 4 * day),
  releaseNotes:
    '# 2026.05.0\n\n## New\n- **Modbus**: word order for each address\n- Snapshots are checked after they were written\n\n## Fixed\n1. A route that pointed at itself\n2. `getLastValue` of a disabled address\n\nSee [the list](https://updates.example.com/2026.05.0). <script>alert(1)</script> ![logo](https://updates.example.com/logo.png)\n\n```\nnpm run gateway\n```\n',
  downloadSize: 18_411_902,
};
export const upToDate = { currentVersion: '2026.05.0', latestVersion: '2026.05.0', updateAvailable: false };
export const downloaded = {
  success: true,
  version: '2026.05.0',
  downloadPath: '/var/lib/gatewright/updates/supervision-2026.05.0.zip',
  checksum: `sha256:${sha}`,
};

export const licence = {
  valid: true,
  email: 'plant@example.com',
  updatesExpireAt: iso(shotAt + 402 * day),
  updatesActive: true,
};
export const expiredLicence = { ...licence, updatesExpireAt: iso(shotAt - 20 * day), updatesActive: false };
export const noLicence = { valid: false, updatesActive: false };

export const accounts = [
  { id: 'a-1', username: 'admin', administrator: true, createdAt: iso(shotAt - 400 * day) },
  { id: 'a-2', username: 'service', administrator: false, createdAt: iso(shotAt - 90 * day) },
  { id: 'a-3', username: 'night-shift', administrator: false, createdAt: iso(shotAt - 3 * hour) },
];
const key = (n: number, name: string, rest: Partial<ApiKey> = {}): ApiKey => ({
  id: `key-${n}`,
  name,
  prefix: `gwk_${n}f9`,
  permissions: { system: 'read' },
  createdAt: iso(shotAt - n * 31 * day),
  expiresAt: iso(shotAt + 200 * day),
  lastUsedAt: iso(shotAt - n * 3 * minute),
  ...rest,
});
export const apiKeys = [
  key(1, 'Dashboard of the control room'),
  key(2, 'Night backup', {
    permissions: { system: 'write' },
    expiresAt: iso(shotAt + 3 * day),
    lastUsedAt: null,
  }),
  key(3, 'Old workbench', { expiresAt: iso(shotAt - 2 * day) }),
  key(4, 'Reseller', { permissions: { system: 'none' }, expiresAt: null }),
];

export const reader = {
  gateways: [
    {
      ...boiler,
      username: 'service',
      management: { ...boiler.management, may: 'read' as const },
      identity: boiler.identity && { ...boiler.identity, administrator: false },
    },
  ],
};
/** A box that offers the management API only, with a key that may look. */
export const keyOnly = {
  gateways: [
    {
      ...boiler,
      username: '',
      offers: { system: false, management: true },
      management: { ...boiler.management, auth: 'key' as const, may: 'read' as const },
      identity: null,
    },
  ],
};

export const refusing = (detail: string): FakeAnswer => {
  const failed = failure('WORKBENCH_INTERNAL', {}, detail);
  return () => fail(failed);
};
