import type { Logger } from 'pino';
import type { Route } from '#shared/gateway-api/configuration.ts';
import { type RouteRun, type Value, valueSchema } from '#shared/gateway-api/values.ts';
import type { RunOutcome } from '../logics/evaluator-run.ts';
import type { Chain, Flow, LiveChange } from './flow.ts';

/** One direction of a route. */
interface Leg {
  route: Route;
  from: string;
  to: string;
  /** From the second end of a route that goes both ways. */
  isReverse: boolean;
  /** The newest value that waits while another one is written. */
  next: { value: Value; chain: Chain } | null;
  busy: boolean;
  /** The last failure, so that the log tells each once. */
  failed: string | null;
}

interface RouteEngineDeps {
  flow: Flow;
  routes(): Iterable<Route>;
  /** The last good value of an address; null when there is none. */
  good(id: string): Value | null;
  /** Whether values may go from and to this address. */
  isEnabled(id: string): boolean;
  /** Runs the expression of a route. */
  evaluate(route: Route, value: Value): Promise<RunOutcome>;
  log: Logger;
  now?: () => number;
}

/** Carries values along routes while it is started. */
export interface RouteEngine {
  start(): void;
  stop(): void;
  /** Routes or addresses are other ones now; a route that is new carries what is there already. */
  changed(): void;
  /** What a route did last since it was started or changed. */
  lastRun(routeId: string): RouteRun;
}

const noChain: Chain = new Set();

/**
 * A value goes on when it is good and another one than before. It never goes back to an address that it came through, so
 * that routes in a circle end. At its start a route that goes both ways takes the value of its first end.
 */
export function createRouteEngine(deps: RouteEngineDeps): RouteEngine {
  const { flow, log, now = Date.now } = deps;
  /** By the route itself: another one in its place begins anew. */
  const runs = new Map<string, { route: string; run: RouteRun }>();
  const noteRun = (route: Route, more: (at: string) => RouteRun) => {
    const text = JSON.stringify(route);
    const before = runs.get(route.id);
    const run = before?.route === text ? before.run : {};
    runs.set(route.id, { route: text, run: { ...run, ...more(new Date(now()).toISOString()) } });
  };
  let legs = new Set<Leg>();
  let byFrom = new Map<string, Leg[]>();
  let running = false;

  const carry = (leg: Leg, value: Value, chain: Chain) => {
    if (chain.has(`address ${leg.to}`)) return;
    leg.next = { value, chain: new Set([...chain, `address ${leg.from}`]) };
    if (!leg.busy) void work(leg);
  };
  async function work(leg: Leg): Promise<void> {
    leg.busy = true;
    for (let job = leg.next; job !== null && running && legs.has(leg); job = leg.next) {
      leg.next = null;
      const failed = await carryOne(leg, job.value, job.chain).catch(String);
      if (failed !== null && failed !== leg.failed) {
        log.warn({ route: leg.route.id, name: leg.route.name, why: failed }, 'a route did not carry a value');
      }
      if (failed !== null) noteRun(leg.route, (at) => ({ lastFailure: { at, message: failed } }));
      leg.failed = failed;
    }
    leg.busy = false;
  }
  /** Null: done, or nothing to do. */
  async function carryOne({ route, to }: Leg, value: Value, chain: Chain): Promise<string | null> {
    let carried: unknown = value;
    if (route.expression !== undefined) {
      const outcome = await deps.evaluate(route, value);
      if (!outcome.ok) return outcome.error;
      carried = outcome.result;
    }
    if (carried === null || carried === undefined) return null;
    const parsed = valueSchema.safeParse(carried);
    if (!parsed.success) return 'the expression gives neither number nor text nor true nor false';
    if (parsed.data === deps.good(to)) return null;
    const written = await flow.write(to, parsed.data, chain);
    if (!written.ok) return written.failure.message;
    noteRun(route, (lastAt) => ({ lastValue: parsed.data, lastAt }));
    return null;
  }
  const legsOf = (route: Route): Leg[] => {
    const { from, to, bothWays = false, enabled } = route;
    if (!enabled || !deps.isEnabled(from) || !deps.isEnabled(to)) return [];
    const leg = { route, next: null, busy: false, failed: null };
    const forth = { ...leg, from, to, isReverse: false };
    return bothWays ? [forth, { ...leg, from: to, to: from, isReverse: true }] : [forth];
  };
  const keyOf = ({ isReverse, route }: Leg) => `${isReverse} ${JSON.stringify(route)}`;
  const use = (next: readonly Leg[]) => {
    legs = new Set(next);
    byFrom = Map.groupBy(next, ({ from }) => from);
  };
  const rebuild = () => {
    const before = new Map([...legs].map((leg) => [keyOf(leg), leg]));
    const current = [...deps.routes()];
    const texts = new Map(current.map((route) => [route.id, JSON.stringify(route)]));
    for (const [id, { route }] of runs) if (texts.get(id) !== route) runs.delete(id);
    const next = current.flatMap(legsOf).map((leg) => before.get(keyOf(leg)) ?? leg);
    const fresh = next.filter((leg) => !legs.has(leg) && !leg.isReverse);
    use(next);
    for (const leg of fresh) {
      const value = deps.good(leg.from);
      if (value !== null) carry(leg, value, noChain);
    }
  };
  flow.onChanges((changes: readonly LiveChange[]) => {
    if (!running) return;
    for (const { address, value, first, chain } of changes) {
      for (const leg of byFrom.get(address) ?? []) {
        if (!(leg.isReverse && first)) carry(leg, value, chain);
      }
    }
  });
  return {
    start() {
      running = true;
      rebuild();
    },
    stop() {
      running = false;
      use([]);
    },
    changed() {
      if (running) rebuild();
    },
    lastRun: (routeId) => runs.get(routeId)?.run ?? {},
  };
}
