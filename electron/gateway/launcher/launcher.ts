import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { lockFolder } from '#platform/processes/folder-lock.ts';
import type { Spawner } from '#platform/processes/spawner.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { gatewayFolders } from '../launcher-protocol.ts';
import { checkHealth } from './check-health.ts';
import { afterAcknowledged, afterEnding, afterHealthy, afterLauncherStart } from './decisions.ts';
import { type LauncherOptions, makeBootInfo } from './options.ts';
import { endOrphan, noteSupervision } from './orphan.ts';
import { createRunPreparation, type PreparedRun, type RunPreparation } from './prepare-run.ts';
import { rebootMachine } from './reboot-machine.ts';
import { openStateFile, type StateFile } from './state-file.ts';
import { type SupervisionRun, startSupervision } from './supervision-run.ts';
import { createTrialClock } from './trial-clock.ts';

export interface LauncherDeps {
  spawner: Spawner;
  /** Entry program of the supervision that came with this launcher. */
  factoryEntry: string;
  /** Once, when supervision is healthy the first time. */
  onReady(url: string): void;
  onOutput(stream: 'out' | 'error', line: string): void;
  /** Somebody asked this gateway to show which one it is. */
  onIdentify(request: { by: string; at: number }): void;
  /** Supervision failed and is started again: what a person at the command line should know. */
  onTrouble(sentence: string): void;
  log: Logger;
}

export interface Launcher {
  /** Keeps supervision running until `stop`. Resolves when it has ended; rejects when the data folder fails. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

const saveAgainMs = 1_000;
const now = () => new Date().toISOString();

/** Takes the data folder for this process; fails with FOLDER_IN_USE. */
export async function openLauncher(deps: LauncherDeps, options: LauncherOptions): Promise<Result<Launcher>> {
  const folder = join(options.dataFolder, gatewayFolders.launcher);
  const lock = lockFolder(folder);
  // Named as it was given, not the folder below it in which the lock lies.
  if (!lock.ok) return fail(failure(lock.failure.code, { folder: options.dataFolder }));
  const state = await openStateFile(folder, deps.log);
  await endOrphan(folder, deps.log);
  const stopping = new AbortController();
  const { signal } = stopping;
  const preparation = createRunPreparation({ ...deps, options, state, now, signal });
  const starter = createStarter(deps, options, { folder, state, preparation });
  let current: SupervisionRun | null = null;

  async function keepRunning(): Promise<void> {
    const seconds = options.healthTimeoutMs / 1000;
    await state.update((before) => afterLauncherStart(before, { seconds }));
    let next = { boot: true, crashes: 0, afterMs: 0 };
    // The first boot is the machine's own.
    let asked = false;
    while (!signal.aborted) {
      const prepared = await preparation.prepare(next.boot);
      if (asked || prepared.machineInstalled) await rebootMachine(options, { ...deps, signal });
      if (signal.aborted) return;
      const run = starter.start(prepared);
      current = run;
      const ending = await run.ending;
      if (ending.kind === 'unhealthy')
        deps.onTrouble(`The gateway application is not healthy: ${ending.why}.`);
      if (ending.kind === 'exited') deps.onTrouble(`The gateway application ended ${ending.how}.`);
      const facts = { crashes: next.crashes, now: now(), seconds };
      const decision = afterEnding(state.value(), ending, facts);
      // On disk before anything is stopped: from here on, a kill leaves the decision, not the question.
      await state.update(() => decision.state);
      await run.stop(ending.kind !== 'unhealthy');
      if (decision.next.do === 'end') return;
      next = decision.next;
      asked = ending.kind === 'reboot';
      await sleep(next.afterMs, undefined, { signal }).catch(() => undefined);
    }
  }

  return ok({
    async run() {
      try {
        await keepRunning();
      } finally {
        await current?.stop(false);
        lock.value.release();
      }
    },
    async stop() {
      stopping.abort();
      await current?.stop(true);
    },
  });
}

/** Starts supervision and does what its being healthy means. */
function createStarter(
  deps: LauncherDeps,
  options: LauncherOptions,
  { folder, state, preparation }: { folder: string; state: StateFile; preparation: RunPreparation },
) {
  const certificate = options.certificate?.cert ?? join(options.dataFolder, gatewayFolders.tls, 'cert.pem');
  const clock = createTrialClock(options.healthTimeoutMs, () => performance.now());
  let { port } = options;
  let announced = false;

  async function onHealthy(run: SupervisionRun, at: { url: string; port: number }): Promise<void> {
    port = at.port;
    if (!announced) deps.onReady(at.url);
    announced = true;
    const { state: confirmed, job } = afterHealthy(state.value());
    let onDisk = await state.update(() => confirmed);
    // A confirmation is only told when it lasts; a full disk gets room again.
    while (!onDisk && !run.hasEnded()) {
      await sleep(saveAgainMs);
      onDisk = await state.update((same) => same);
    }
    if (job === null || !onDisk) return;
    await preparation.removeOldRevisions();
    run.send({ type: 'confirmed', job });
  }

  let notedBootId: string | null = null;
  function note(run: SupervisionRun, bootId: string): void {
    const pid = run.pid();
    if (pid === undefined || notedBootId === bootId) return;
    try {
      noteSupervision(folder, { pid, bootId });
      notedBootId = bootId;
    } catch (error) {
      deps.log.error({ error }, 'the process of supervision cannot be noted');
    }
  }

  return {
    start({ run, entry }: PreparedRun): SupervisionRun {
      const boot = makeBootInfo(options, { run, port, settled: state.value().settled });
      const { bootId, verifyingJobId } = boot;
      deps.log.info({ program: run.program, bootId, verifyingJobId }, 'supervision starts');
      const started = startSupervision(
        { ...deps, checkHealth: (url, expected) => checkHealth(url, expected, certificate) },
        {
          entry,
          boot,
          expectedRevision: run.revision,
          healthTimeoutMs: clock.leftMs(verifyingJobId),
          onHealthy(at) {
            // A child of the broker has a process id only by now.
            note(started, bootId);
            return onHealthy(started, at);
          },
          onIdentify: deps.onIdentify,
          onAcknowledged: (jobIds) => void state.update((before) => afterAcknowledged(before, jobIds)),
        },
      );
      note(started, bootId);
      return started;
    },
  };
}
