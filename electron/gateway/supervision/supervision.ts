import { serverCertificate } from '#platform/certificates/server-certificate.ts';
import { listen } from '#platform/http/listen.ts';
import { serverLimits } from '#platform/http/server-limits.ts';
import { withActivity } from './activity/recorded-calls.ts';
import { createConsole } from './console/console.ts';
import { createHandlers } from './create-handlers.ts';
import { createWork } from './create-work.ts';
import { foldersOf, prepareFolders } from './folders.ts';
import { createGatewayServer } from './http/gateway-server.ts';
import { createMaintenance } from './maintenance/maintenance.ts';
import { openState } from './open-state.ts';
import { registerPeers } from './peers/register-peers.ts';
import type { SupervisionDeps } from './supervision-deps.ts';
import { removePartialCopies, removePartialRevisions } from './upgrade/install-revision.ts';

export type { SupervisionDeps };

export interface Supervision {
  url: string;
  port: number;
  /** Stops listening and the drivers, closes the database. */
  stop(): Promise<void>;
}

/** The composition root of the gateway application: starts it, and tells the launcher when it is ready. */
export async function createSupervision(deps: SupervisionDeps): Promise<Supervision> {
  const { boot, revision, launcher, log } = deps;
  const folders = foldersOf(boot.dataFolder);
  await prepareFolders(folders);
  await removePartialRevisions(folders.revisions);
  await removePartialCopies(folders.state);
  const state = await openState(deps, folders);
  const work = createWork(deps, folders, state);
  const maintenance = createMaintenance(deps, folders, state, work);
  const serialConsole = createConsole(deps, folders, state, maintenance);
  const limits = { ...serverLimits, ...deps.limits };
  const answered = new Map<number, number>();
  const app = await createGatewayServer({
    handlers: withActivity(
      createHandlers(deps, folders, state, work, maintenance, answered, serialConsole),
      state.activity.note,
      work.jobs,
    ),
    sessions: state.sessions,
    apiKeys: state.apiKeys,
    limits,
    plain: boot.plain,
    bootId: boot.bootId,
    tls: await serverCertificate(boot, folders.tls),
    answered,
    extend(server, options) {
      const { points, updates } = work;
      registerPeers(server, { ...points.modules, ...maintenance.modules, system: updates.methods }, options);
      maintenance.extend(server, options);
      serialConsole.extend(server, options);
    },
    log,
  });
  const at = await listen(app, { host: boot.host, port: boot.port, secure: boot.tls });

  work.drivers.start();
  work.resources.start();
  maintenance.start();
  serialConsole.start(app, limits);
  launcher.onMessage((message) => {
    if (message.type === 'confirmed') work.probation.confirmed(message.job);
  });
  launcher.send({ type: 'ready', ...at, revision });
  work.probation.ready();
  work.snapshots.reconcile().catch((error) => log.error({ error }, 'the snapshot list could not be checked'));
  return {
    ...at,
    async stop() {
      maintenance.stop();
      // Told first, waited for when no request can begin anything any more.
      void work.pipeline.stop();
      await serialConsole.stop();
      await work.updates.stop();
      await app.close();
      await work.pipeline.stop();
      await work.snapshots.idle();
      await work.drivers.stop();
      work.points.close();
      work.resources.stop();
      state.activity.close();
      state.database.close();
    },
  };
}
