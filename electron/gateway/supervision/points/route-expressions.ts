import type { Logger } from 'pino';
import { backOffMs } from '#platform/processes/back-off.ts';
import type { Spawner } from '#platform/processes/spawner.ts';
import type { Route } from '#shared/gateway-api/configuration.ts';
import type { Value } from '#shared/gateway-api/values.ts';
import { createEvaluator, type Evaluator } from '../logics/evaluator.ts';
import type { EvaluatorLimits } from '../logics/evaluator-limits.ts';
import type { RunOutcome } from '../logics/evaluator-run.ts';

interface RouteExpressionsDeps {
  routes(): Iterable<Route>;
  spawner: Spawner;
  entry: string;
  limits: EvaluatorLimits;
  log: Logger;
}

/** The expressions of all routes, in one process that exists while a route has one. */
export interface RouteExpressions {
  start(): void;
  stop(): Promise<void>;
  /** Routes are other ones now. */
  changed(): void;
  /** Fails when it does not end in time; then the process is killed and started again. */
  evaluate(route: Route, value: Value): Promise<RunOutcome>;
  process(): { name: string; pid: number | null } | null;
}

const waitStepMs = 50;
/** A route whose expression did not end rests so long, twice as long each time: others share the process. */
const rest = { firstMs: 60_000, maxMs: 3_600_000 } as const;

export function createRouteExpressions(deps: RouteExpressionsDeps): RouteExpressions {
  const { limits, log } = deps;
  let evaluator: Evaluator | null = null;
  let loaded = '';
  let running = false;
  let turn: Promise<unknown> = Promise.resolve();
  let ending: Promise<void> = Promise.resolve();
  /** By expression, so that a better one is tried at once. */
  const resting = new Map<string, { times: number; until: number }>();

  const rebuild = () => {
    const programs = Object.fromEntries(
      [...deps.routes()].flatMap(({ id, enabled, expression }) =>
        enabled && expression !== undefined ? [[id, expression]] : [],
      ),
    );
    const wanted = running ? JSON.stringify(programs) : '{}';
    if (wanted === (loaded || '{}')) return;
    loaded = wanted;
    resting.clear();
    const old = evaluator;
    evaluator = null;
    if (old !== null) ending = Promise.all([ending, old.stop()]).then(() => undefined);
    if (wanted === '{}') return;
    evaluator = createEvaluator({
      ...deps,
      name: 'gateway route expressions',
      programs,
      onReady: () => undefined,
      onOutput: (line) => log.warn({ line }, 'output of the route expressions'),
      onTrouble: (trouble, waitMs) =>
        log.warn({ trouble, waitMs }, 'the process of the route expressions ended'),
    });
    evaluator.start();
  };
  async function evaluateNow(route: Route, value: Value): Promise<RunOutcome> {
    const key = `${route.id} ${route.expression}`;
    const rested = resting.get(key);
    if (rested !== undefined && performance.now() < rested.until) return { ok: false, error: restingText };
    const began = performance.now();
    for (;;) {
      const used = evaluator;
      const ran = performance.now();
      const outcome = (await used?.run(route.id, { value })) ?? null;
      if (outcome !== null) {
        const survived = used?.state().state === 'running';
        if (outcome.ok || (survived && performance.now() - ran < limits.runMs)) resting.delete(key);
        else resting.set(key, restOf(rested?.times ?? 0));
        return outcome;
      }
      // Starting, or waiting after an end that another expression caused.
      if (used === null || performance.now() - began > limits.startMs) {
        return { ok: false, error: 'its process does not run' };
      }
      await new Promise((resolve) => setTimeout(resolve, waitStepMs));
    }
  }
  return {
    start() {
      running = true;
      rebuild();
    },
    async stop() {
      running = false;
      rebuild();
      await ending;
    },
    changed: rebuild,
    evaluate(route, value) {
      const outcome = turn.then(() => evaluateNow(route, value));
      turn = outcome;
      return outcome;
    },
    process: () => (evaluator === null ? null : { name: 'route_expressions', pid: evaluator.state().pid }),
  };
}

const restingText = 'its expression did not end before; it is tried again later, or when it is changed';

const restOf = (times: number) => ({
  times: times + 1,
  until: performance.now() + backOffMs(times + 1, rest),
});
