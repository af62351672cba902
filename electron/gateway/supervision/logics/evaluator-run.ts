import type { Spawner } from '#platform/processes/spawner.ts';
import { stopChild } from '#platform/processes/stop-child.ts';
import type { EvaluatorLimits } from './evaluator-limits.ts';
import { type EvaluatorOrder, evaluatorMessageSchema, evaluatorVariable } from './evaluator-protocol.ts';

/** How one run of a program ended. */
export type RunOutcome = { ok: true; result: unknown } | { ok: false; error: string };

export interface EvaluatorRunOptions {
  /** Shown in process lists. */
  name: string;
  programs: Readonly<Record<string, string>>;
  spawner: Spawner;
  entry: string;
  limits: EvaluatorLimits;
  onReady(): void;
  /** A line of its own. */
  onOutput(line: string): void;
  /** Called once. `trouble`: why it was killed, or what it died of. */
  onEnd(trouble: string): void;
}

export type EvaluatorRun = ReturnType<typeof startEvaluator>;

/** One life of an evaluator process. Runs one program at a time; what takes too long is killed and told. */
export function startEvaluator(options: EvaluatorRunOptions) {
  const { limits, spawner } = options;
  let trouble: string | null = null;
  let runs = 0;
  let current: { run: number; settle(outcome: RunOutcome): void } | null = null;

  const child = spawner.spawn(options.entry, {
    name: options.name,
    args: [],
    env: { [evaluatorVariable]: '1' },
    maxHeapMiB: limits.maxHeapMiB,
    onOutput(_stream, line) {
      // V8 says it in its last words, and then ends by SIGABRT or SIGTRAP.
      if (line.includes('heap out of memory'))
        trouble ??= `it took more than ${limits.maxHeapMiB} MiB of memory`;
      options.onOutput(line);
    },
  });
  const order = (message: EvaluatorOrder) => child.send(message);
  const kill = (why: string) => {
    trouble ??= why;
    child.kill('SIGKILL');
  };
  const starting = setTimeout(() => kill('it did not start in time'), limits.startMs);

  child.onMessage((said) => {
    const parsed = evaluatorMessageSchema.safeParse(said);
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.type === 'hello') {
      clearTimeout(starting);
      order({ type: 'configure', programs: { ...options.programs }, runMs: limits.runMs });
      options.onReady();
    } else if (message.run === current?.run) {
      const { error, result } = message;
      current.settle(error === null ? { ok: true, result } : { ok: false, error });
    }
  });
  child.onExit(({ code, signal }) => {
    clearTimeout(starting);
    const why = trouble ?? `it ended with ${signal ?? `code ${code}`}`;
    current?.settle({ ok: false, error: why });
    options.onEnd(why);
  });
  return {
    pid: () => child.pid ?? null,
    values: (changes: Extract<EvaluatorOrder, { type: 'values' }>['changes']) =>
      order({ type: 'values', changes }),
    /** Only after `onReady`, and one at a time. */
    run(program: string, input: Extract<EvaluatorOrder, { type: 'run' }>['input']): Promise<RunOutcome> {
      if (current !== null) throw new Error('one run at a time');
      runs += 1;
      const run = runs;
      return new Promise((resolve) => {
        const allowedMs = limits.runMs + limits.killAfterMs;
        const timer = setTimeout(
          () => kill(`it did not end within ${allowedMs} ms and was killed`),
          allowedMs,
        );
        current = {
          run,
          settle(outcome) {
            clearTimeout(timer);
            current = null;
            resolve(outcome);
          },
        };
        order({ type: 'run', run, program, input });
      });
    },
    stop: () => stopChild(child, { message: { type: 'stop' }, graceMs: limits.stopGraceMs }),
  };
}
