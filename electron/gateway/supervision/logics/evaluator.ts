import { backOffMs } from '#platform/processes/back-off.ts';
import type { ProcessState } from '#shared/gateway-api/peers-api.ts';
import type { NamedValues } from './evaluator-protocol.ts';
import {
  type EvaluatorRun,
  type EvaluatorRunOptions,
  type RunOutcome,
  startEvaluator,
} from './evaluator-run.ts';

export interface Evaluator {
  /** Also when it waits after an end. Nothing when it runs. */
  start(): void;
  /** Resolves when it is gone. */
  stop(): Promise<void>;
  /** Before the next run these values are other ones. Lost while it is not ready: everything is sent again then. */
  values(changes: NamedValues): void;
  /** Null: it does not run at the moment. Not before the run before it has ended. */
  run(program: string, input: Parameters<EvaluatorRun['run']>[1]): Promise<RunOutcome> | null;
  state(): ProcessState;
}

export interface EvaluatorOptions extends Omit<EvaluatorRunOptions, 'onEnd' | 'onReady'> {
  /** A fresh process knows no values yet. */
  onReady(): void;
  /** It ended by itself, or was killed, and is started again after `waitMs`. */
  onTrouble(trouble: string, waitMs: number): void;
}

/** Keeps an evaluator process running; one that ends is started again with back-off. */
export function createEvaluator(options: EvaluatorOptions): Evaluator {
  const { limits } = options;
  const status = { state: 'stopped' as ProcessState['state'], reason: null as string | null, restarts: 0 };
  let live: EvaluatorRun | null = null;
  let wanted = false;
  let failures = 0;
  let retry: NodeJS.Timeout | null = null;

  const become = (state: ProcessState['state'], reason: string | null = null) => {
    status.state = state;
    status.reason = reason;
  };
  const ended = (trouble: string) => {
    live = null;
    if (!wanted) return become('stopped');
    status.restarts += 1;
    failures += 1;
    const waitMs = backOffMs(failures, { firstMs: limits.restartFirstMs, maxMs: limits.restartMaxMs });
    become('waiting', `${trouble}; next try in ${waitMs} ms`);
    retry = setTimeout(launch, waitMs);
    options.onTrouble(trouble, waitMs);
  };
  const launch = () => {
    retry = null;
    become('starting');
    live = startEvaluator({
      ...options,
      onReady() {
        become('running');
        options.onReady();
      },
      onEnd: ended,
    });
  };
  const forgetRetry = () => {
    if (retry !== null) clearTimeout(retry);
    retry = null;
  };
  return {
    start() {
      if (live !== null) return;
      forgetRetry();
      wanted = true;
      launch();
    },
    async stop() {
      wanted = false;
      forgetRetry();
      await live?.stop();
      become('stopped');
    },
    values(changes) {
      if (status.state === 'running') live?.values(changes);
    },
    run(program, input) {
      if (live === null || status.state !== 'running') return null;
      return live.run(program, input).then((outcome) => {
        if (outcome.ok) failures = 0;
        return outcome;
      });
    },
    state: () => ({ ...status, pid: live?.pid() ?? null }),
  };
}
