import type { Backup } from '#shared/bridge/backups.ts';
import type { Connection, Gateway } from '#shared/bridge/gateways.ts';
import type { Job, Preflight } from '#shared/bridge/maintenance.ts';
import { failure } from '#shared/errors/failure.ts';
import { type JobKind, phasesOf } from '#shared/maintenance/phases.ts';
import type { FakeState } from '../../fakes/fake-bridge-state.ts';

/** The moment at which every picture is taken. */
export const shotAt = Date.parse('2026-11-21T14:02:30+01:00');
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const uuid = (n: number): string => `01a0c7f2-5b1e-7c3a-9d4f-${n.toString(16).padStart(12, '0')}`;
export const ids = {
  boiler: uuid(1),
  press: uuid(2),
  water: uuid(3),
  paint: uuid(4),
  site: uuid(5),
  roof: uuid(6),
};
export const sha = '3fa9c1d27b60e4a85f13c9907be2d46a1185f0c39be7742d06a81ef5c93407be';

export const connection = (state: Connection['state'], rest: Partial<Connection> = {}): Connection => ({
  state,
  via: 'lan',
  since: shotAt - hour,
  lastSeenAt: state === 'connected' ? shotAt - 2_000 : shotAt - 12 * minute,
  nextTryAt: null,
  failure: null,
  certificate: null,
  ...rest,
});

export function gateway(id: string, label: string, rest: Partial<Gateway> = {}): Gateway {
  return {
    id,
    label,
    address: 'http://10.0.0.7/',
    serial: null,
    prefers: 'automatic',
    username: 'admin',
    origin: 'manual',
    remembersPassword: true,
    offers: { system: true, management: true },
    management: { address: null, auth: 'session', remembersKey: false, may: 'write', failure: null },
    connection: connection('connected'),
    identity: {
      product: 'Gatewright gateway',
      name: label,
      contract: 1,
      revision: '2026.04.1',
      firmware: '4.18.2',
      bootId: '7d0f3c1e-92ab-4c58-8e1d-5b7a60c4f2e9',
      uptimeSeconds: 273_840,
      extensions: [
        'identify',
        'inspect',
        'jobs',
        'reboot-post',
        'restore-snapshot',
        'settings',
        'snapshots',
        'tus',
      ],
      readAt: shotAt - 2_000,
      administrator: true,
    },
    ...rest,
  };
}

export const boiler = gateway(ids.boiler, 'boiler-room');
const press = gateway(ids.press, 'press-line-2', {
  address: 'https://10.0.0.12:8443/',
  connection: connection('unreachable', {
    nextTryAt: shotAt + 5_000,
    failure: failure(
      'GATEWAY_UNREACHABLE',
      { gateway: 'press-line-2', address: '10.0.0.12:8443', why: 'no answer within 5 s' },
      'connect ETIMEDOUT 10.0.0.12:8443',
    ),
  }),
});
const water = gateway(ids.water, 'water-treatment', {
  address: 'http://192.168.40.21/',
  username: 'service',
  remembersPassword: false,
  connection: connection('login-needed', {
    lastSeenAt: shotAt - 2 * day,
    failure: failure('LOGIN_NEEDED', { username: 'service', gateway: 'water-treatment' }),
  }),
});
const oldPin =
  'A1:09:5C:77:E3:42:10:BF:8D:6A:90:CC:31:57:2E:F4:0B:98:D1:63:4A:7F:E5:22:B6:08:C9:3D:71:1E:84:50';
const newPin =
  '5E:C2:18:90:4B:D7:66:A3:0F:81:FA:29:7C:B5:E0:14:93:6D:48:2A:BE:07:F1:55:C8:3B:9E:62:D4:10:8C:77';
export const certificate = {
  presented: newPin,
  pinned: null,
  subject: 'paint-shop.plant.local',
  validTo: '14 Mar 2036',
};
const paint = gateway(ids.paint, 'paint-shop', {
  address: 'https://10.0.0.31/',
  connection: connection('certificate-untrusted', {
    failure: failure('CERTIFICATE_CHANGED', { gateway: 'paint-shop' }),
    certificate: { ...certificate, pinned: oldPin },
  }),
});
const roof = gateway(ids.roof, 'roof-hvac', {
  address: 'http://10.0.0.44/',
  connection: connection('disconnected', { lastSeenAt: shotAt - 9 * day }),
  identity: { ...identityOf(boiler), name: 'roof-hvac', revision: '2025.11', firmware: '4.16.0' },
});
export const siteGateway = gateway(ids.site, '', {
  address: 'http://127.0.0.1:41873/',
  origin: 'site',
  identity: {
    ...identityOf(boiler),
    name: 'gateway',
    revision: '2026.11.0',
    firmware: '1.0.0',
    uptimeSeconds: 187,
  },
});
export const fleet = { press, water, paint, roof };

function identityOf(from: Gateway): NonNullable<Gateway['identity']> {
  if (!from.identity) throw new Error('the fixture has an identity');
  return from.identity;
}

export const change = (from: Gateway, state: Connection, rest: Partial<Gateway> = {}): Gateway => ({
  ...from,
  connection: state,
  ...rest,
});

export const backup = (n: number, rest: Partial<Backup> = {}): Backup => ({
  id: uuid(100 + n),
  gatewayId: ids.boiler,
  gatewayName: 'boiler-room',
  revision: '2026.04.1',
  fileName: `boiler-room-2026-11-${20 - n}-09-12-04.zip`,
  folder: '~/Gatewright',
  bytes: 4_213_118 - n * 31_407,
  sha256: sha.slice(n) + sha.slice(0, n),
  createdAt: shotAt - n * 3 * day - 5 * hour + 10 * minute,
  verifiedAt: shotAt - n * 3 * day - 5 * hour + 10 * minute,
  missing: false,
  ...rest,
});

export function job(kind: JobKind, rest: Partial<Job> = {}): Job {
  const phases = phasesOf(kind, { backupFirst: true }).map((row) => row.phase);
  return {
    id: uuid(200),
    kind,
    gatewayId: ids.boiler,
    gatewayName: 'boiler-room',
    via: 'lan',
    state: 'running',
    phases,
    phase: phases[0] ?? '',
    progress: 0.1,
    transfer: null,
    cancellable: true,
    startedAt: shotAt - 41_000,
    endedAt: null,
    outcome: null,
    summary: null,
    failure: null,
    from: null,
    to: null,
    file: null,
    backupId: null,
    downtimeMs: null,
    log: [
      { at: shotAt - 41_000, message: 'Backup of boiler-room downloaded and verified, 4.2 MB' },
      { at: shotAt - 36_000, message: 'Uploading supervision-2026.05.zip, 18.4 MB' },
      { at: shotAt - 21_000, message: 'The gateway accepted the package' },
      { at: shotAt - 20_500, message: 'Drivers stopped: modbus-1, opcua-press' },
      { at: shotAt - 18_200, message: 'Installing 2026.05.0' },
    ],
    dismissed: false,
    ...rest,
  };
}

export const packageFile = { name: 'supervision-2026.05.zip', bytes: 18_411_902, sha256: sha };
export const upgradeJob: Partial<Job> = { from: '2026.04.1', to: '2026.05.0', file: packageFile };

export const ended = (outcome: NonNullable<Job['outcome']>, rest: Partial<Job>): Partial<Job> => ({
  state: 'done',
  outcome,
  progress: outcome === 'succeeded' ? 1 : 0.86,
  cancellable: false,
  endedAt: shotAt - 4_000,
  ...rest,
});

export const preflight = (rest: Partial<Preflight> = {}): Preflight => ({
  file: { token: 'token-1', ...packageFile },
  kind: 'supervision',
  job: 'upgrade',
  name: 'Gateway supervision',
  from: '2026.04.1',
  to: '2026.05.0',
  createdAt: '2026-11-12T08:30:00Z',
  downgrade: false,
  sendSeconds: null,
  signature: { state: 'trusted', signer: 'ACME' },
  checks: [
    { check: 'archive', result: 'ok', message: 'All 214 files match their hashes.' },
    { check: 'signature', result: 'ok', message: 'Signed by ACME, a key that this workbench trusts.' },
    { check: 'revision', result: 'ok', message: '2026.05.0 is newer than the running 2026.04.1.' },
    { check: 'running-job', result: 'ok', message: 'No other job runs on boiler-room.' },
    { check: 'account', result: 'ok', message: 'admin is an administrator.' },
    { check: 'drivers', result: 'warning', message: '2 drivers will stop while it restarts.' },
  ],
  ...rest,
});

export const baseState = (rest: Partial<FakeState> = {}): FakeState => ({
  info: {
    version: '2026.11.0',
    surface: 'desktop',
    platform: 'linux',
    keepsSecrets: true,
    backupFolder: '~/Gatewright',
    notices: [],
  },
  settings: {
    theme: 'light',
    startSiteAtLaunch: false,
    notifyWhenDone: true,
    backupBeforeUpgrade: true,
    consoleBytes: 8_388_608,
  },
  gateways: [boiler, press, water, paint, roof, siteGateway],
  site: {
    gateway: {
      state: 'running',
      gatewayId: ids.site,
      address: 'http://127.0.0.1:41873/',
      startedAt: shotAt - 187_000,
      restarts: 0,
      failure: null,
    },
    everStarted: true,
  },
  backups: [backup(0), backup(1), backup(2), backup(3, { missing: true, revision: '2025.11' })],
  keys: [
    { name: 'ACME', fingerprint: '3fa9c1d2'.repeat(8), shipped: false },
    { name: 'Gatewright', fingerprint: '9c127d2e'.repeat(8), shipped: true },
  ],
  jobs: [],
  preflight: preflight(),
  ...rest,
});
