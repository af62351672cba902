import type { Logger } from 'pino';
import { loadTrustedKeys } from '#platform/signatures/trusted-keys.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok } from '#shared/result.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import type { FileShelf } from '../files/file-shelf.ts';
import { type AddressBook, gatewayName } from '../gateways/address-book.ts';
import type { GatewaySessions } from '../gateways/gateway-sessions.ts';
import type { GatewaySession } from '../sessions/gateway-session.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { JobStore } from './job-store.ts';
import { preflight } from './preflight.ts';
import type { ResumedJobs } from './resume-jobs.ts';
import type { Runner } from './runner.ts';

export type MaintenanceHandlers = {
  [N in Extract<keyof BridgeHandlers, `maintenance.${string}`>]: BridgeHandlers[N];
};

/** What the screens can ask of maintenance (`shared/bridge/maintenance.ts`). */
export function createMaintenanceHandlers(deps: {
  runner: Runner;
  /** Null until the workbench has looked at the jobs of its last run. */
  resumed: () => ResumedJobs | null;
  store: JobStore;
  files: FileShelf;
  book: AddressBook;
  sessions: GatewaySessions;
  settings: SettingsStore;
  keyFolders: readonly string[];
  log: Logger;
}): MaintenanceHandlers {
  const { runner, store, files, book, sessions } = deps;
  const nothing = { fileToken: null, snapshot: null, backupFirst: false, allowDowngrade: false };

  return {
    'maintenance.jobs': async () => ok(store.list()),

    async 'maintenance.preflight'({ gatewayId, fileToken }) {
      const entry = book.find(gatewayId);
      const session = sessions.find(gatewayId);
      if (entry === undefined || session === undefined) return fail(failure('GATEWAY_UNKNOWN'));
      const found = await files.find(fileToken);
      if (!found.ok) return found;
      const digest = await files.digest(fileToken);
      if (!digest.ok) return digest;
      const { keys, problems } = await loadTrustedKeys(deps.keyFolders);
      for (const problem of problems) deps.log.warn(problem, 'a trusted key cannot be used');
      const connected = session.connection().state === 'connected';
      return ok(
        await preflight(fileToken, { ...found.value, ...digest.value }, keys, {
          gateway: gatewayName(entry),
          connected,
          offersSystem: entry.offers.system,
          identity: entry.identity,
          busyWith:
            runner.busyWith(gatewayId) ??
            (connected && entry.offers.system ? await gatewayBusyWith(session) : null),
          backupFirst: deps.settings.value().backupBeforeUpgrade,
          baudRate: session.connection().via === 'serial' ? (entry.serial?.baudRate ?? null) : null,
          trustsAlike: entry.origin === 'site',
        }),
      );
    },

    'maintenance.backup': ({ gatewayId }) =>
      runner.start({ ...nothing, kind: 'backup', gatewayId, backupFirst: true }),
    'maintenance.upgrade': (input) => runner.start({ ...nothing, ...input, kind: 'upgrade' }),
    'maintenance.firmware': (input) => runner.start({ ...nothing, ...input, kind: 'firmware' }),
    'maintenance.restore': (input) => runner.start({ ...nothing, ...input, kind: 'restore' }),
    'maintenance.reboot': ({ gatewayId }) => runner.start({ ...nothing, kind: 'reboot', gatewayId }),
    'maintenance.update': (input) => runner.start({ ...nothing, ...input, kind: 'update' }),
    'maintenance.restoreSnapshot': (input) =>
      runner.start({ ...nothing, ...input, kind: 'snapshot-restore' }),
    'maintenance.downloadSnapshot': (input) =>
      runner.start({ ...nothing, ...input, kind: 'snapshot-download', backupFirst: true }),
    async 'maintenance.cancel'({ jobId }) {
      const abandoned = await deps.resumed()?.abandon(jobId);
      return abandoned ? ok(abandoned) : runner.cancel(jobId);
    },

    async 'maintenance.dismiss'({ jobId }) {
      const record = store.find(jobId);
      if (record === undefined) return fail(failure('JOB_UNKNOWN'));
      if (record.job.state === 'running') return ok(record.job);
      const dismissed = { ...record, job: { ...record.job, dismissed: true } };
      await store.save(dismissed);
      return ok(dismissed.job);
    },
  };
}

/** A pipeline that somebody else started there. A plain box does not tell. */
async function gatewayBusyWith(session: GatewaySession): Promise<string | null> {
  const listed = await session.client.call('jobs');
  if (!listed.ok) return null;
  return listed.value.jobs.find((job) => job.state === 'running')?.kind ?? null;
}
