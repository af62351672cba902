import type { ScriptState } from '#shared/bridge/serial-console.ts';
import type { MarkKind } from '../../../components/mark.tsx';

export const scriptMarks: Record<ScriptState['state'], MarkKind> = {
  running: 'busy',
  done: 'good',
  failed: 'bad',
  stopped: 'cancelled',
};

/** `Login runs, step 2 of 5`; `Login is done`; `Login failed at step 2 of 5`. */
export function scriptTitle({ name, state, step, steps }: ScriptState): string {
  const at = `step ${Math.min(step + 1, steps)} of ${steps}`;
  switch (state) {
    case 'running':
      return `${name} runs, ${at}`;
    case 'done':
      return `${name} is done`;
    case 'failed':
      return `${name} failed at ${at}`;
    case 'stopped':
      return `${name} was stopped at ${at}`;
  }
}
