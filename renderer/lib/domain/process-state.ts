import type { ProcessState } from '#shared/gateway-api/peers-api.ts';

type State = ProcessState['state'];
type StateMark = 'good' | 'warning' | 'bad' | 'busy' | 'idle';

const words: Record<State, { mark: StateMark; word: string }> = {
  running: { mark: 'good', word: 'running' },
  starting: { mark: 'busy', word: 'starting' },
  waiting: { mark: 'warning', word: 'waiting to start again' },
  fault: { mark: 'bad', word: 'fault' },
  'unknown-driver': { mark: 'bad', word: 'unknown driver' },
  stopped: { mark: 'idle', word: 'stopped' },
  disabled: { mark: 'idle', word: 'disabled' },
};

/** How the process of a driver instance or a logic is, with its mark. */
export const processStateWord = (state: State) => words[state];

/** What needs a person comes first. */
const urgency: readonly State[] = [
  'fault',
  'unknown-driver',
  'waiting',
  'starting',
  'running',
  'stopped',
  'disabled',
];

export const byUrgency = (a: State, b: State): number => urgency.indexOf(a) - urgency.indexOf(b);

/** `2 running, 1 fault`; null for none at all. */
export function processSummary(states: readonly State[]): string | null {
  if (states.length === 0) return null;
  return urgency
    .map((state) => ({ state, amount: states.filter((entry) => entry === state).length }))
    .filter(({ amount }) => amount > 0)
    .map(({ state, amount }) => `${amount} ${words[state].word}`)
    .join(', ');
}
