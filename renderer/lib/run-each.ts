import type { ErrorCode } from '#shared/errors/error-table.ts';
import type { Failure } from '#shared/errors/failure.ts';
import type { Result } from '#shared/result.ts';

export interface Missed<T> {
  item: T;
  failure: Failure;
}

export interface EachOutcome<T> {
  done: readonly T[];
  missed: readonly Missed<T>[];
  /** Not tried any more: it was stopped, or nothing could be reached. */
  untried: readonly T[];
}

/** After these the next one cannot go better, and a person would wait for each to run out of time. */
const endsAll: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'GATEWAY_UNREACHABLE',
  'GATEWAY_CONNECTION_LOST',
  'GATEWAY_UNKNOWN',
  'LOGIN_NEEDED',
  'LOGIN_REFUSED',
  'KEY_REFUSED',
  'NOT_OFFERED',
]);

/** So often one and the same is asked when the gateway counts requests (429). */
const patience = 3;

/** Resolves after this many milliseconds, or at once when the signal is raised. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Runs something; when the gateway counts requests, it is waited for as long as it says and asked again, three times in all. */
export async function patiently<T>(
  run: () => Promise<Result<T>>,
  { signal, wait }: { signal: AbortSignal; wait: Wait },
): Promise<Result<T>> {
  let result = await run();
  for (let tries = 1; tries < patience && isCounted(result); tries += 1) {
    await wait(pauseMs(result), signal);
    if (signal.aborted) break;
    result = await run();
  }
  return result;
}

/**
 * Does the same to many, one after the other: what fails is kept with its reason and the others go on. A gateway that counts
 * requests is waited for. Never throws; `signal` ends it after the one that runs.
 */
export async function runEach<T>(
  items: readonly T[],
  run: (item: T) => Promise<Result<unknown>>,
  options: {
    signal: AbortSignal;
    wait: Wait;
    onProgress(ended: number): void;
  },
): Promise<EachOutcome<T>> {
  const { signal, wait, onProgress } = options;
  const done: T[] = [];
  const missed: Missed<T>[] = [];
  for (const item of items) {
    if (signal.aborted) break;
    const result = await patiently(() => run(item), { signal, wait });
    if (result.ok) done.push(item);
    else missed.push({ item, failure: result.failure });
    onProgress(done.length + missed.length);
    if (!result.ok && endsAll.has(result.failure.code)) break;
  }
  return { done, missed, untried: items.slice(done.length + missed.length) };
}

const isCounted = (result: Result<unknown>): result is { ok: false; failure: Failure } =>
  !result.ok && result.failure.code === 'RATE_LIMITED';

/** As long as the gateway said; [1 s…60 s]. */
function pauseMs({ failure }: { failure: Failure }): number {
  const seconds = Number(failure.context.seconds);
  return Math.min(60_000, Math.max(1_000, Number.isFinite(seconds) ? seconds * 1_000 : 10_000));
}

export const waitFor: Wait = (ms, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
