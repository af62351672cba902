import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { evaluatorLimits } from '../../../../../electron/gateway/supervision/logics/evaluator-limits.ts';
import { createRouteExpressions } from '../../../../../electron/gateway/supervision/points/route-expressions.ts';
import { createForkSpawner } from '../../../../../electron/platform/processes/fork-spawner.ts';
import type { Route } from '../../../../../shared/gateway-api/configuration.ts';

const entry = new URL('../../../../../electron/gateway/supervision/logics/evaluator-main.ts', import.meta.url)
  .pathname;
const route = (id: string, expression: string): Route => ({
  id,
  name: id,
  enabled: true,
  from: 'a',
  to: 'b',
  expression,
  settings: {},
});
const endless = '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/)';

function started(routes: Route[]) {
  const state = { routes };
  const expressions = createRouteExpressions({
    routes: () => state.routes,
    spawner: createForkSpawner(),
    entry,
    limits: { ...evaluatorLimits, runMs: 300, killAfterMs: 200, restartFirstMs: 20 },
    log: pino({ level: 'silent' }),
  });
  onTestFinished(() => expressions.stop());
  expressions.start();
  return { expressions, state };
}

test('an expression that did not end rests, and the others share the process without it', async () => {
  const bad = route('bad', endless);
  const fine = route('fine', 'value + 1');
  const { expressions, state } = started([bad, fine]);
  expect(await expressions.evaluate(fine, 1)).toEqual({ ok: true, result: 2 });
  expect(await expressions.evaluate(bad, 1)).toMatchObject({ error: expect.stringContaining('was killed') });
  const pid = async () => {
    expect(await expressions.evaluate(fine, 2)).toEqual({ ok: true, result: 3 });
    return expressions.process()?.pid;
  };
  const after = await pid();
  expect(await expressions.evaluate(bad, 2)).toMatchObject({
    error: expect.stringContaining('tried again later'),
  });
  expect(await pid()).toBe(after);
  // A better one is tried at once.
  const better = route('bad', 'value * 2');
  state.routes = [better, fine];
  expressions.changed();
  expect(await expressions.evaluate(better, 4)).toEqual({ ok: true, result: 8 });
});

test('without an expression there is no process, and a stopped one is gone', async () => {
  const { expressions, state } = started([]);
  expect(expressions.process()).toBeNull();
  state.routes = [route('fine', 'value')];
  expressions.changed();
  expect(await expressions.evaluate(state.routes[0] as Route, true)).toEqual({ ok: true, result: true });
  const pid = expressions.process()?.pid ?? 0;
  await expressions.stop();
  expect(() => process.kill(pid, 0)).toThrow();
  expect(expressions.process()).toBeNull();
});
