import type { EventName, EventPayload } from '#shared/bridge/contract.ts';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Job } from '#shared/bridge/maintenance.ts';
import { failure } from '#shared/errors/failure.ts';
import type { JobKind } from '#shared/maintenance/phases.ts';
import { phasesOf } from '#shared/maintenance/phases.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { FakeState } from './fake-bridge-state.ts';
import { fakeGatewayAnswers } from './fake-gateway-answers.ts';
import type { FakeHandlers, ParsedInput } from './fake-handlers.ts';
import { fakeRecipeHandlers, noRecipes } from './fake-recipe-handlers.ts';
import { fakeSerialHandlers, noSerial } from './fake-serial-handlers.ts';

type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

/** What the pretended host does for each call: the state changes and the event goes out, as with the real one. */
export function fakeHandlers(state: FakeState, emit: Emit): FakeHandlers {
  const changeGateway = (id: string, change: (gateway: Gateway) => Gateway): Result<Gateway> => {
    const known = state.gateways.find((gateway) => gateway.id === id);
    if (!known) return fail(failure('GATEWAY_UNKNOWN'));
    const next = change(known);
    state.gateways = state.gateways.map((gateway) => (gateway.id === id ? next : gateway));
    emit('gateways.changed', next);
    return ok(next);
  };
  const changeJob = (id: string, change: (job: Job) => Job): Result<Job> => {
    const known = state.jobs.find((job) => job.id === id);
    if (!known) return fail(failure('JOB_UNKNOWN'));
    const next = change(known);
    state.jobs = state.jobs.map((job) => (job.id === id ? next : job));
    emit('maintenance.changed', next);
    return ok(next);
  };
  const connected = (gateway: Gateway): Gateway => ({
    ...gateway,
    connection: {
      state: 'connected',
      via: 'lan',
      since: Date.now(),
      lastSeenAt: Date.now(),
      nextTryAt: null,
      failure: null,
      certificate: null,
    },
  });
  const startJob = (gatewayId: string, kind: JobKind, backupFirst: boolean): Result<Job> => {
    const gateway = state.gateways.find((entry) => entry.id === gatewayId);
    if (!gateway) return fail(failure('GATEWAY_UNKNOWN'));
    const phases = phasesOf(kind, { backupFirst }).map((row) => row.phase);
    const job: Job = {
      id: crypto.randomUUID(),
      kind,
      gatewayId,
      gatewayName: gateway.label || gateway.identity?.name || gateway.address,
      via: gateway.connection.via,
      state: 'running',
      phases,
      phase: phases[0] ?? '',
      progress: 0,
      transfer: null,
      cancellable: true,
      startedAt: Date.now(),
      endedAt: null,
      outcome: null,
      summary: null,
      failure: null,
      from: null,
      to: null,
      file: null,
      backupId: null,
      downtimeMs: null,
      log: [],
      dismissed: false,
    };
    state.jobs = [job, ...state.jobs];
    emit('maintenance.changed', job);
    return ok(job);
  };
  const setSite = (stateName: 'running' | 'stopped') => {
    state.site = { ...state.site, gateway: { ...state.site.gateway, state: stateName }, everStarted: true };
    emit('site.changed', state.site);
    return ok(state.site);
  };

  return {
    'app.info': () => ok(state.info),
    'app.dismissNotice': ({ id }) => {
      state.info = { ...state.info, notices: state.info.notices.filter((notice) => notice.id !== id) };
      return ok(null);
    },
    'settings.get': () => ok(state.settings),
    'settings.update': (change) => {
      state.settings = { ...state.settings, ...change };
      emit('settings.changed', state.settings);
      return ok(state.settings);
    },
    'settings.chooseBackupFolder': () => ok(null),
    'files.pick': () => ok({ token: 'token-picked', name: 'picked.zip', bytes: 1 }),
    'files.release': () => ok(null),
    'gateways.list': () => ok(state.gateways),
    'gateways.add': (input) => {
      const gateway: Gateway = connected({
        id: crypto.randomUUID(),
        label: input.label,
        address: input.address ?? '',
        serial: input.serial
          ? {
              port: {
                identity: `path:${input.serial.path}`,
                path: input.serial.path,
                label: input.serial.path,
              },
              baudRate: input.serial.baudRate,
            }
          : null,
        prefers: input.prefers ?? 'automatic',
        username: input.username,
        origin: 'manual',
        remembersPassword: input.rememberPassword,
        ...fakeOffers(input, { system: input.system, management: true }),
        identity: null,
        connection: {
          state: 'connecting',
          via: 'lan',
          since: Date.now(),
          lastSeenAt: null,
          nextTryAt: null,
          failure: null,
          certificate: null,
        },
      });
      state.gateways = [...state.gateways, gateway];
      emit('gateways.changed', gateway);
      return ok(gateway);
    },
    'gateways.update': ({ id, ...change }) =>
      changeGateway(id, (gateway) => ({
        ...gateway,
        label: change.label ?? gateway.label,
        address: change.address === null ? '' : (change.address ?? gateway.address),
        username: change.username ?? gateway.username,
        ...fakeOffers(change, {
          ...gateway.offers,
          ...(change.system !== undefined && { system: change.system }),
        }),
      })),
    'gateways.remove': ({ id }) => {
      state.gateways = state.gateways.filter((gateway) => gateway.id !== id);
      emit('gateways.removed', { id });
      return ok(null);
    },
    'gateways.connect': ({ id }) => changeGateway(id, connected),
    'gateways.disconnect': ({ id }) =>
      changeGateway(id, (gateway) => ({
        ...gateway,
        connection: { ...gateway.connection, state: 'disconnected', nextTryAt: null },
      })),
    'gateways.trustCertificate': ({ id }) => changeGateway(id, connected),
    ...fakeGatewayAnswers(state),
    ...fakeSerialHandlers(state.serial ?? noSerial(), emit),
    ...fakeRecipeHandlers(state.recipes ?? noRecipes(), emit),
    'site.status': () => ok(state.site),
    'site.start': () => setSite('running'),
    'site.stop': () => setSite('stopped'),
    'backups.list': ({ gatewayId }) =>
      ok(state.backups.filter((backup) => gatewayId === null || backup.gatewayId === gatewayId)),
    'backups.open': ({ id }) => {
      const backup = state.backups.find((entry) => entry.id === id);
      if (!backup || backup.missing) return fail(failure('FILE_MISSING', { file: backup?.fileName ?? id }));
      return ok({ token: `token-${id}`, name: backup.fileName, bytes: backup.bytes });
    },
    'backups.forget': ({ id }) => {
      const gone = state.backups.find((backup) => backup.id === id);
      state.backups = state.backups.filter((backup) => backup.id !== id);
      if (gone) emit('backups.changed', { gatewayId: gone.gatewayId });
      return ok(null);
    },
    'backups.reveal': () => ok(null),
    'keys.list': () => ok(state.keys),
    'keys.trust': ({ name }) => {
      const key = { name, fingerprint: '5e'.repeat(32), shipped: false };
      state.keys = [...state.keys, key];
      return ok(key);
    },
    'keys.distrust': ({ name }) => {
      state.keys = state.keys.filter((key) => key.name !== name);
      return ok(null);
    },
    'maintenance.jobs': () => ok(state.jobs),
    'maintenance.preflight': () =>
      state.preflight ? ok(state.preflight) : fail(failure('ARCHIVE_NOT_ZIP', { file: 'notes.txt' })),
    'maintenance.backup': ({ gatewayId }) => startJob(gatewayId, 'backup', false),
    'maintenance.upgrade': ({ gatewayId, backupFirst }) => startJob(gatewayId, 'upgrade', backupFirst),
    'maintenance.firmware': ({ gatewayId, backupFirst }) => startJob(gatewayId, 'firmware', backupFirst),
    'maintenance.restore': ({ gatewayId, backupFirst }) => startJob(gatewayId, 'restore', backupFirst),
    'maintenance.reboot': ({ gatewayId }) => startJob(gatewayId, 'reboot', false),
    'maintenance.update': ({ gatewayId, backupFirst }) => startJob(gatewayId, 'update', backupFirst),
    'maintenance.restoreSnapshot': ({ gatewayId, backupFirst }) =>
      startJob(gatewayId, 'snapshot-restore', backupFirst),
    'maintenance.downloadSnapshot': ({ gatewayId }) => startJob(gatewayId, 'snapshot-download', false),
    'maintenance.cancel': ({ jobId }) =>
      changeJob(jobId, (job) => ({
        ...job,
        state: 'done',
        outcome: 'cancelled',
        endedAt: Date.now(),
        summary: 'Cancelled. Nothing was changed.',
      })),
    'maintenance.dismiss': ({ jobId }) => changeJob(jobId, (job) => ({ ...job, dismissed: true })),
  };
}

/** What the input makes of the two APIs; a management API that nobody mentioned is found out, and found. */
function fakeOffers(
  input: Pick<ParsedInput<'gateways.update'>, 'management'>,
  known: Gateway['offers'],
): Pick<Gateway, 'offers' | 'management'> {
  const { management } = input;
  const offered = management === undefined ? known.management : management !== null;
  const withKey = management?.key != null;
  return {
    offers: { ...known, management: offered },
    management: {
      address: management?.address ?? null,
      auth: offered ? (withKey ? 'key' : 'session') : null,
      remembersKey: management?.rememberKey ?? false,
      may: offered ? 'write' : 'unknown',
      failure: null,
    },
  };
}
