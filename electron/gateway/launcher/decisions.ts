import { backOffMs } from '#platform/processes/back-off.ts';
import { failure } from '#shared/errors/failure.ts';
import { factoryRevision } from '../factory-revision.ts';
import type { SettledJob } from '../launcher-protocol.ts';
import type { Firmware, LauncherState, Program, Trial } from './launcher-state.ts';

/**
 * What the launcher does next, given what it knows. Pure: no clock, no file, no process. Invariants, held by property tests:
 * `active` changes only when the new revision was seen healthy; every trial ends in exactly one settled job; a new program is
 * started by at most {@link maxAttempts} launchers and crashes at most {@link maxTrialCrashes} times.
 */

export const maxAttempts = 2;
export const maxTrialCrashes = 3;
const restartBackOff = { firstMs: 250, maxMs: 30_000 };
/** A run this long was a good one: the next crash counts as the first. */
const goodRunMs = 60_000;

/** What to start. */
export interface Run {
  program: Program;
  /** What it has to call itself to be taken for it. */
  revision: string;
  firmware: Firmware;
  verifyingJobId: string | null;
}

/** How one run of supervision ended, or why it has to end. */
export type Ending =
  | { kind: 'stopped' }
  | { kind: 'unhealthy'; why: string }
  | { kind: 'exited'; how: string; healthyForMs: number }
  | { kind: 'switch'; jobId: string; revision: string }
  | { kind: 'restart'; jobId: string }
  | { kind: 'reboot' };

export type Next =
  | { do: 'end' }
  /** `boot`: take staged firmware up first. `crashes`: failed runs in a row, to be handed in with the next ending. */
  | { do: 'start'; afterMs: number; boot: boolean; crashes: number };

interface Decision {
  state: LauncherState;
  next: Next;
}

export const revisionOf = (program: Program): string => (program === 'factory' ? factoryRevision : program);

export function chooseRun(state: LauncherState): Run {
  const { trial } = state;
  const program = trial?.kind === 'revision' ? trial.revision : state.active;
  return {
    program,
    revision: revisionOf(program),
    firmware: trial?.kind === 'firmware' ? trial.firmware : state.firmware,
    verifyingJobId: trial?.jobId ?? null,
  };
}

/** A launcher starts: a trial that the last one left open is tried once more, then given up. */
export function afterLauncherStart(state: LauncherState, limits: { seconds: number }): LauncherState {
  if (state.trial === null) return state;
  // A restore is committed, there is nothing to go back to: it is verified whenever that is possible.
  if (state.trial.kind !== 'restart' && state.trial.attempts >= maxAttempts) {
    return rollBack(state, state.trial, 'the gateway was stopped each time while it was checked', limits);
  }
  return { ...state, trial: { ...state.trial, attempts: state.trial.attempts + 1 } };
}

/** The program of this run is not there any more (a folder was deleted by hand). */
export function afterMissingProgram(state: LauncherState, limits: { seconds: number }): LauncherState {
  if (state.trial?.kind === 'revision') return rollBack(state, state.trial, 'its program is missing', limits);
  return { ...state, active: 'factory' };
}

/** Supervision was seen healthy with the right revision: what was on trial is confirmed. */
export function afterHealthy(state: LauncherState): { state: LauncherState; job: SettledJob | null } {
  const { trial } = state;
  if (trial === null) return { state, job: null };
  const job: SettledJob = {
    jobId: trial.jobId,
    outcome: 'succeeded',
    code: null,
    reason: null,
    ...logOf(trial),
  };
  const confirmed = settle({ ...state, trial: null }, job);
  if (trial.kind === 'revision') {
    return { state: { ...confirmed, active: trial.revision, previous: state.active }, job };
  }
  if (trial.kind === 'firmware') return { state: { ...confirmed, firmware: trial.firmware }, job };
  return { state: confirmed, job };
}

/** A run ended. `crashes` is what the last decision handed out, 0 for the first run of this launcher. */
export function afterEnding(
  state: LauncherState,
  ending: Ending,
  facts: { crashes: number; now: string; seconds: number },
): Decision {
  if (ending.kind === 'stopped') return { state, next: { do: 'end' } };
  if (ending.kind === 'unhealthy' || ending.kind === 'exited') return afterFailure(state, ending, facts);
  const next: Next = { do: 'start', afterMs: 0, boot: ending.kind === 'reboot', crashes: 0 };
  // Pipelines run one at a time; a request from a program on probation cannot replace its own probation.
  if (state.trial !== null || ending.kind === 'reboot') return { state, next };
  const base = { jobId: ending.jobId, attempts: 1, startedAt: facts.now };
  const trial: Trial =
    ending.kind === 'switch'
      ? { kind: 'revision', revision: ending.revision, ...base }
      : { kind: 'restart', ...base };
  return { state: { ...state, trial }, next };
}

function afterFailure(
  state: LauncherState,
  ending: Extract<Ending, { kind: 'unhealthy' | 'exited' }>,
  facts: { crashes: number; seconds: number },
): Decision {
  const goodRun = ending.kind === 'exited' && ending.healthyForMs >= goodRunMs;
  const crashes = goodRun ? 1 : facts.crashes + 1;
  const { trial } = state;
  if (trial === null) {
    return {
      state,
      next: { do: 'start', afterMs: backOffMs(crashes, restartBackOff), boot: false, crashes },
    };
  }
  if (ending.kind === 'exited' && crashes < maxTrialCrashes) {
    return { state, next: { do: 'start', afterMs: restartBackOff.firstMs, boot: false, crashes } };
  }
  const why = ending.kind === 'unhealthy' ? ending.why : `it ended ${crashes} times, ${ending.how}`;
  return {
    state: rollBack(state, trial, why, facts),
    next: { do: 'start', afterMs: 0, boot: false, crashes: 0 },
  };
}

/** At boot: an image was unpacked and verified, or `command`, the installer of the machine, took it. */
export function afterFirmwareTakenUp(
  state: LauncherState,
  taken: {
    jobId: string;
    firmware: Firmware;
    now: string;
    command?: { log: NonNullable<SettledJob['log']>; rebootsMachine: boolean };
  },
): LauncherState {
  const { jobId, firmware, now, command } = taken;
  const trial: Trial = { kind: 'firmware', jobId, firmware, attempts: 1, startedAt: now };
  if (command === undefined) return { ...state, lastFirmwareJobId: jobId, trial };
  const { log, rebootsMachine } = command;
  // The launcher that starts after the machine's reboot is the first one that tries it.
  const tried = { ...trial, byCommand: true, log, attempts: rebootsMachine ? 0 : 1 };
  return { ...state, lastFirmwareJobId: jobId, trial: tried };
}

/** At boot: a staged image did not pass its checks, or the installer of the machine did not take it. */
export function afterFirmwareRefused(
  state: LauncherState,
  refused: { jobId: string; code: string; reason: string; log?: SettledJob['log'] },
): LauncherState {
  const { log, ...end } = refused;
  const said = log === undefined || log.length === 0 ? {} : { log };
  return settle({ ...state, lastFirmwareJobId: refused.jobId }, { outcome: 'failed', ...end, ...said });
}

/** Supervision has written these ends into its table. */
export const afterAcknowledged = (state: LauncherState, jobIds: readonly string[]): LauncherState => ({
  ...state,
  settled: state.settled.filter((job) => !jobIds.includes(job.jobId)),
});

function rollBack(
  state: LauncherState,
  trial: Trial,
  why: string,
  { seconds }: { seconds: number },
): LauncherState {
  const from = revisionOf(state.active);
  const failed = {
    revision: () =>
      failure('UPGRADE_ROLLED_BACK', {
        to: trial.kind === 'revision' ? trial.revision : '',
        seconds,
        why,
        from,
      }),
    firmware: () => {
      const to = trial.kind === 'firmware' ? trial.firmware.version : '';
      return isByCommand(trial)
        ? failure('FIRMWARE_UNHEALTHY', { to, why })
        : failure('FIRMWARE_ROLLED_BACK', { to, why, from: state.firmware.version });
    },
    restart: () => failure('RESTORE_UNHEALTHY', { why }),
  }[trial.kind]();
  return settle(
    { ...state, trial: null },
    {
      jobId: trial.jobId,
      // What the installer of the machine did, only that one can undo.
      outcome: trial.kind === 'restart' || isByCommand(trial) ? 'failed' : 'rolled-back',
      code: failed.code,
      reason: failed.message,
      ...logOf(trial),
    },
  );
}

const isByCommand = (trial: Trial): boolean => trial.kind === 'firmware' && trial.byCommand === true;

const logOf = (trial: Trial): Pick<SettledJob, 'log'> =>
  trial.kind === 'firmware' && trial.log !== undefined ? { log: trial.log } : {};

const settle = (state: LauncherState, job: SettledJob): LauncherState => ({
  ...state,
  settled: [...state.settled.filter(({ jobId }) => jobId !== job.jobId), job],
});
