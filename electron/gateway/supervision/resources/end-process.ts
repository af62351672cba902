import { setTimeout as sleep } from 'node:timers/promises';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Machine, RunningProcess } from './machine.ts';
import { type Ownership, protectionOf } from './process-guard.ts';

export interface EndProcessOptions {
  machine: Pick<Machine, 'processes'>;
  ownership: (processes: readonly RunningProcess[]) => Ownership;
  /** Sends the signal; throws as process.kill does. */
  signal: (pid: number, signal: 'SIGTERM' | 'SIGKILL') => void;
  /** How long the end is waited for before it is told that it has not come yet. */
  waitMs?: number;
}

export interface Ended {
  name: string;
  /** Whether it is gone; otherwise it was asked and has not followed yet. */
  gone: boolean;
}

const pollMs = 50;

/**
 * Signals one process after the guards of the contract, on a fresh look at the machine: the list that somebody chose from
 * may be old, and the pid another process's by now. PROCESS_NOT_FOUND, PROCESS_PROTECTED, PROCESS_NOT_PERMITTED.
 */
export async function endProcess(
  pid: number,
  name: 'SIGTERM' | 'SIGKILL',
  { machine, ownership, signal, waitMs = 2_000 }: EndProcessOptions,
): Promise<Result<Ended>> {
  if (pid <= 1) return protectedProcess(pid, 'it is the first process of the machine');
  const all = await machine.processes();
  const found = all.find((each) => each.pid === pid);
  if (found === undefined || found.kind === 'ended') return fail(failure('PROCESS_NOT_FOUND', { pid }));
  const why = protectionOf(found, ownership(all));
  if (why !== null) return protectedProcess(pid, why);
  try {
    signal(pid, name);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ESRCH') return fail(failure('PROCESS_NOT_FOUND', { pid }));
    if (code === 'EPERM') return fail(failure('PROCESS_NOT_PERMITTED', { pid }));
    throw error;
  }
  return ok({ name: found.name, gone: await isGone(found, machine, waitMs) });
}

const protectedProcess = (pid: number, why: string) => fail(failure('PROCESS_PROTECTED', { pid, why }));

async function isGone(
  { pid, startId }: RunningProcess,
  machine: Pick<Machine, 'processes'>,
  waitMs: number,
): Promise<boolean> {
  for (const until = performance.now() + waitMs; ; await sleep(pollMs)) {
    const still = (await machine.processes()).find((each) => each.pid === pid && each.startId === startId);
    if (still === undefined || still.kind === 'ended') return true;
    if (performance.now() >= until) return false;
  }
}
