import { describe, expect, test } from 'vitest';
import { scriptStepSchema } from '#shared/bridge/serial-scripts.ts';
import {
  isAskedAbout,
  pastedLines,
} from '../../../../../../renderer/features/serial/sending/pasted-lines.ts';
import {
  moveStep,
  newStep,
  stepKinds,
  stepProblem,
  stepWords,
} from '../../../../../../renderer/features/serial/sending/script-steps.ts';
import { scriptTitle } from '../../../../../../renderer/features/serial/sending/script-view.ts';

describe('pasted text', () => {
  test('is asked about when a line of it would be carried out', () => {
    expect(isAskedAbout('reboot')).toBe(false);
    expect(isAskedAbout('reboot\n')).toBe(true);
    expect(isAskedAbout('a\rb')).toBe(true);
  });

  test('is counted in lines, whatever ends them', () => {
    expect(pastedLines('a\r\nb\rc\n')).toEqual(['a', 'b', 'c']);
    expect(pastedLines('a\n\nb')).toEqual(['a', '', 'b']);
  });
});

describe('steps of a script', () => {
  test('a new step of each kind is one that the host takes, once it is filled in', () => {
    for (const { value } of stepKinds) {
      const step = newStep(value);
      const filled = { ...step, ...('secret' in step && { secret: 'root' }) };
      const full = { ...filled, ...('pattern' in filled && { pattern: '#' }) };
      const ready = full.kind === 'expect' ? { ...full, text: 'login:' } : full;
      expect(scriptStepSchema.safeParse(ready).success).toBe(true);
      expect(stepProblem(ready)).toBeNull();
      expect(stepWords(ready)).not.toBe('');
    }
  });

  test('what cannot be kept is said', () => {
    expect(stepProblem(newStep('expect'))).not.toBeNull();
    expect(stepProblem({ kind: 'expect-pattern', pattern: '(', timeoutMs: 1_000 })).toContain(
      'regular expression',
    );
    expect(stepProblem({ kind: 'send-secret', secret: '/etc', enter: true })).not.toBeNull();
  });

  test('steps move within the list only', () => {
    expect(moveStep(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moveStep(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moveStep(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
    expect(moveStep(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c']);
  });

  test('the title says where a script stands', () => {
    const script = {
      scriptId: '',
      name: 'Login',
      state: 'running',
      step: 1,
      steps: 5,
      doing: '',
      failure: null,
    } as const;
    expect(scriptTitle(script)).toBe('Login runs, step 2 of 5');
    expect(scriptTitle({ ...script, state: 'done', step: 5 })).toBe('Login is done');
    expect(scriptTitle({ ...script, state: 'failed', step: 5 })).toBe('Login failed at step 5 of 5');
  });
});
