import { failure } from '#shared/errors/failure.ts';
import { fail, type Result } from '#shared/result.ts';
import { pause } from '../pause.ts';
import type { GatewayProcess } from './gateway-process.ts';

export interface StartLimits {
  /** A launcher whose workbench was killed stops its drivers and its supervision before it lets go of the folder. */
  folderWithinMs: number;
  askEveryMs: number;
}

const usualLimits: StartLimits = { folderWithinMs: 30_000, askEveryMs: 300 };

/** The exit code of the gateway's program when another one has its data folder; the same as `EX_TEMPFAIL` of sysexits. */
const folderInUseCode = 75;

/**
 * Starts the gateway's program, again as long as one that is about to end holds its data folder. `start` makes one run.
 * `ended` hears of the run that counts. Failures: SITE_START_FAILED, SITE_STOPPED when `signal` was faster.
 */
export async function startPatiently(
  start: () => Promise<GatewayProcess>,
  ended: (current: GatewayProcess, lastWords: string) => void,
  signal: AbortSignal,
  limits: StartLimits = usualLimits,
): Promise<Result<{ address: string }>> {
  const giveUpAt = Date.now() + limits.folderWithinMs;
  while (!signal.aborted) {
    const current = await start();
    // Stopped while the start was prepared: nobody else knows of this run.
    if (signal.aborted) {
      await current.stop();
      break;
    }
    const ready = await current.ready;
    const busy = !ready.ok && (await current.ended).code === folderInUseCode;
    if (!busy || signal.aborted || Date.now() > giveUpAt) {
      void current.ended.then(({ lastWords }) => ended(current, lastWords));
      return ready;
    }
    await pause(limits.askEveryMs, signal);
  }
  return fail(failure('SITE_STOPPED'));
}
