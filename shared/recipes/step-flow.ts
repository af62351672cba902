import type { Finding } from './complaint.ts';
import { endLabel, type RecipeStep } from './step.ts';

/** A way from one step to another. `bounded`: can be taken a limited number of times only. */
interface Edge {
  to: number;
  bounded: boolean;
}

interface Way {
  goto?: string | undefined;
  atMost?: number | undefined;
  fail?: string | undefined;
}

/** Labels that lead nowhere or are there twice, steps that no way reaches, loops that could go on for ever. */
export function checkFlow(steps: readonly RecipeStep[]): Finding[] {
  const labels = labelsOf(steps);
  const findings = [
    ...checkLabels(steps),
    ...steps.flatMap((step, index) => checkTargets(step, index, labels)),
  ];
  if (findings.length > 0) return findings;
  const edges = steps.map((step, index) => edgesOf(step, index, labels));
  const reached = reachable(edges);
  const unreached = steps.findIndex((_step, index) => !reached.has(index));
  if (unreached >= 0) {
    return [{ path: ['steps', unreached], message: 'This step is never reached.' }];
  }
  const loop = unboundedLoop(edges);
  return loop === null
    ? []
    : [
        {
          path: ['steps', loop],
          message: 'From here it can go round for ever: give the "goto" back an "atMost".',
        },
      ];
}

/** Step number of each label; `end` is behind the last. */
export function labelsOf(steps: readonly RecipeStep[]): ReadonlyMap<string, number> {
  const labels = new Map(
    steps.flatMap((step, index) => (step.label === undefined ? [] : [[step.label, index]])),
  );
  return labels.set(endLabel, steps.length);
}

const checkLabels = (steps: readonly RecipeStep[]): Finding[] =>
  steps.flatMap(({ label }, index): Finding[] => {
    if (label === undefined) return [];
    const path = ['steps', index, 'label'];
    if (label === endLabel) return [{ path, message: `"${endLabel}" is the place behind the last step.` }];
    const first = steps.findIndex((other) => other.label === label);
    return first < index ? [{ path, message: `The label "${label}" is there twice.` }] : [];
  });

interface PlacedWay {
  way: Way;
  path: readonly PropertyKey[];
}

/** Every way that a step names, with its place in the step. */
function waysOf(step: RecipeStep): PlacedWay[] {
  const named = (way: Way | undefined, key: string): PlacedWay[] =>
    way === undefined ? [] : [{ way, path: [key] }];
  const list = (ways: readonly Way[], key: string) => ways.map((way, index) => ({ way, path: [key, index] }));
  switch (step.do) {
    case 'expect':
      return [...list(step.answers, 'answers'), ...named(step.onTimeout, 'onTimeout')];
    case 'send-every':
      return [...list(step.until, 'until'), ...named(step.onTimeout, 'onTimeout')];
    case 'transfer':
      return named(step.onFailure, 'onFailure');
    case 'confirm':
      return named(step.onNo, 'onNo');
    case 'goto':
      return [{ way: { goto: step.to, atMost: step.atMost }, path: ['to'] }];
    default:
      return [];
  }
}

const checkTargets = (step: RecipeStep, index: number, labels: ReadonlyMap<string, number>): Finding[] =>
  waysOf(step).flatMap(({ way, path }) =>
    way.goto === undefined || labels.has(way.goto)
      ? []
      : [{ path: ['steps', index, ...path], message: `There is no label "${way.goto}".` }],
  );

function edgesOf(step: RecipeStep, index: number, labels: ReadonlyMap<string, number>): Edge[] {
  const jumps = waysOf(step).flatMap(({ way }): Edge[] => {
    const to = way.goto === undefined ? undefined : labels.get(way.goto);
    return to === undefined ? [] : [{ to, bounded: way.atMost !== undefined }];
  });
  return goesOn(step) ? [...jumps, { to: index + 1, bounded: false }] : jumps;
}

/** Whether the step after this one can be next. */
function goesOn(step: RecipeStep): boolean {
  if (step.do === 'goto') return false;
  const answers = step.do === 'expect' ? step.answers : step.do === 'send-every' ? step.until : null;
  return answers === null || answers.some((answer) => answer.goto === undefined && answer.fail === undefined);
}

function reachable(edges: readonly (readonly Edge[])[]): Set<number> {
  const seen = new Set<number>();
  const open = [0];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...(edges[at] ?? []).map((edge) => edge.to));
  }
  return seen;
}

/** A step on a loop of ways that can each be taken without end, or null. */
function unboundedLoop(edges: readonly (readonly Edge[])[]): number | null {
  const free = edges.map((list) => list.filter((edge) => !edge.bounded).map((edge) => edge.to));
  const state = new Map<number, 'open' | 'done'>();
  const visit = (at: number): number | null => {
    if (state.get(at) === 'open') return at;
    if (state.get(at) === 'done') return null;
    state.set(at, 'open');
    for (const to of free[at] ?? []) {
      const loop = visit(to);
      if (loop !== null) return loop;
    }
    state.set(at, 'done');
    return null;
  };
  for (const index of edges.keys()) {
    const loop = visit(index);
    if (loop !== null) return loop;
  }
  return null;
}
