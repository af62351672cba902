import { ok } from '#shared/result.ts';
import { type GatewayEntry, gatewayName } from '../gateways/address-book.ts';
import type { GatewayClient } from '../sessions/gateway-client.ts';
import type { GatewaySession } from '../sessions/gateway-session.ts';
import type { JobContext, JobFile } from './job-context.ts';
import type { JobHandle } from './job-handle.ts';
import type { RunnerDeps } from './runner-deps.ts';
import { takeBackup } from './take-backup.ts';
import { type RestartWatch, watchRestart } from './watch-restart.ts';

/** What the executors of one job share. `close` ends the watch and lets silence of the gateway be a fault again. */
export function createJobContext(
  deps: Pick<RunnerDeps, 'backups' | 'settings' | 'now'> & {
    entry: GatewayEntry;
    session: GatewaySession;
    handle: JobHandle;
    signal: AbortSignal;
    file: JobFile | null;
    snapshot: string | null;
    management: GatewayClient | null;
    extensions: readonly string[];
    allowDowngrade: boolean;
    resumed: boolean;
  },
): { context: JobContext; close: () => void } {
  const { entry, session, handle, signal, now, backups } = deps;
  const about = { gateway: gatewayName(entry), address: entry.address };
  const { bootId } = handle.inner();
  let watch: RestartWatch | null = null;
  let restartIsOver: (() => void) | null = null;
  const wayIsFree = session.holdWay();

  const context: JobContext = {
    handle,
    session,
    about,
    file: deps.file,
    snapshot: deps.snapshot,
    management: deps.management,
    allowDowngrade: deps.allowDowngrade,
    extensions: deps.extensions,
    signal,
    now,
    facts: { loginRefused: false, backup: null },
    watch() {
      restartIsOver ??= session.expectRestart();
      watch ??= watchRestart({ client: session.client, about, bootId, inTouch: !deps.resumed, now, signal });
      return watch;
    },
    async backUp(options) {
      const lastBytes = backups.latestOf(entry.id)?.bytes ?? null;
      const taken = await takeBackup({
        client: session.client,
        files: session.files(),
        gatewayId: entry.id,
        gateway: about.gateway,
        plain: bootId === null,
        // A backup that is taken before a snapshot is restored is one of now.
        snapshot: handle.job().kind === 'snapshot-download' ? deps.snapshot : null,
        folder: deps.settings.backupFolder(),
        signal,
        now,
        onProgress: (transfer) => options.onProgress(transfer, lastBytes),
        onNote: handle.note,
        onChecking: options.onChecking,
      });
      if (!taken.ok) return taken;
      await backups.add(taken.value);
      return ok(taken.value);
    },
  };
  return {
    context,
    close() {
      watch?.stop();
      restartIsOver?.();
      wayIsFree();
    },
  };
}
