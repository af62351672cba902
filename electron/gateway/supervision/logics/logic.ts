import type { Logger } from 'pino';
import type { Spawner } from '#platform/processes/spawner.ts';
import type { Logic } from '#shared/gateway-api/configuration.ts';
import type { ProcessState } from '#shared/gateway-api/peers-api.ts';
import type { Value } from '#shared/gateway-api/values.ts';
import type { Result } from '#shared/result.ts';
import { openDriverLog } from '../drivers/driver-log-files.ts';
import type { Chain, Flow } from '../points/flow.ts';
import { createEvaluator } from './evaluator.ts';
import type { EvaluatorLimits } from './evaluator-limits.ts';
import type { NamedValues } from './evaluator-protocol.ts';
import { readWrites } from './read-writes.ts';

export interface LogicDeps {
  spawner: Spawner;
  entry: string;
  logsFolder: string;
  limits: EvaluatorLimits;
  flow: Flow;
  /** By id or alias. */
  findAddress(key: string): Result<{ id: string }>;
  /** All values by id and by alias. */
  allValues(): NamedValues;
  /** Those of one address. */
  valuesOf(id: string, value: Value): NamedValues;
  log: Logger;
  now(): number;
}

/** One logic in its process. */
export interface RunningLogic {
  start(): void;
  stop(): Promise<void>;
  /** An address has another value; `runs`: the logic wants to run at that. */
  changed(address: string, value: Value, chain: Chain, runs: boolean): void;
  /** It is time. */
  trigger(): void;
  /** Names of addresses are other ones. */
  renamed(): void;
  view(): { process: ProcessState; lastRunAt: string | null; lastError: string | null };
}

const program = 'logic';
const noChain: Chain = new Set();

/**
 * Runs a logic: at most once at a time, changes meanwhile are one further run. What it wrote does not make it run again, so
 * that logics and routes that feed one another come to an end.
 */
export function createLogic(logic: Logic, deps: LogicDeps): RunningLogic {
  const { limits, flow, now } = deps;
  const self = `logic ${logic.id}`;
  const file = openDriverLog(deps.logsFolder, 'logic', logic.id);
  const last = { runAt: null as number | null, error: null as string | null };
  /** What the process does not know yet. */
  let dirty: NamedValues = {};
  /** Names that the process knows values of. */
  let known: readonly string[] = [];
  /** Chains of the changes that wait for a run; null: none wait. */
  let waiting: Set<string> | null = null;
  let busy = false;
  let pausing: NodeJS.Timeout | null = null;

  /** Everything anew; a name that stands for nothing any more has no value. */
  function renew(): void {
    const values = deps.allValues();
    dirty = { ...Object.fromEntries(known.map((name) => [name, null])), ...values };
    known = Object.keys(values);
  }
  const failed = (error: string) => {
    last.error = error;
    file.write('error', error, now());
  };
  const evaluator = createEvaluator({
    name: `gateway ${self}`,
    programs: { [program]: logic.source },
    spawner: deps.spawner,
    entry: deps.entry,
    limits,
    onReady() {
      known = [];
      renew();
      file.write('info', 'running', now());
      void work();
    },
    onOutput: (line) => file.write('error', line, now()),
    onTrouble(trouble, waitMs) {
      deps.log.warn({ logic: logic.id, trouble, waitMs }, 'the process of a logic ended');
      failed(trouble);
    },
  });

  async function work(): Promise<void> {
    if (busy || pausing !== null || waiting === null) return;
    if (evaluator.state().state !== 'running') return;
    const chain = waiting.add(self);
    waiting = null;
    busy = true;
    try {
      evaluator.values(dirty);
      dirty = {};
      last.runAt = now();
      const outcome = await evaluator.run(program, null);
      if (outcome === null) return;
      const error = outcome.ok ? await write(outcome.result, chain) : outcome.error;
      if (error === null) last.error = null;
      else if (error !== last.error) failed(error);
    } finally {
      busy = false;
      pausing = setTimeout(() => {
        pausing = null;
        void work();
      }, limits.pauseMs);
    }
  }
  async function write(result: unknown, chain: Chain): Promise<string | null> {
    const { writes, error } = readWrites(result, deps.findAddress);
    if (error !== null) return error;
    const errors: string[] = [];
    for (const [id, value] of writes) {
      const written = await flow.write(id, value, chain);
      if (!written.ok) errors.push(written.failure.message);
    }
    return errors.length === 0 ? null : errors.slice(0, 3).join(' ');
  }
  const want = (chain: Chain) => {
    waiting = new Set([...(waiting ?? []), ...chain]);
    void work();
  };
  return {
    start: evaluator.start,
    async stop() {
      waiting = null;
      if (pausing !== null) clearTimeout(pausing);
      pausing = null;
      await evaluator.stop();
      file.close();
    },
    changed(address, value, chain, runs) {
      Object.assign(dirty, deps.valuesOf(address, value));
      if (runs && !chain.has(self)) want(chain);
    },
    trigger: () => want(noChain),
    renamed: renew,
    view: () => ({
      process: evaluator.state(),
      lastRunAt: last.runAt === null ? null : new Date(last.runAt).toISOString(),
      lastError: last.error,
    }),
  };
}
