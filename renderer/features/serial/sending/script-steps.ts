import type { ScriptStep } from '#shared/bridge/serial-scripts.ts';
import { formatDuration } from '../../../lib/format/duration.ts';

export const stepKinds: readonly { value: ScriptStep['kind']; label: string }[] = [
  { value: 'expect', label: 'Wait for text' },
  { value: 'expect-pattern', label: 'Wait for a pattern' },
  { value: 'send', label: 'Send text' },
  { value: 'send-secret', label: 'Send a secret' },
  { value: 'pause', label: 'Pause' },
  { value: 'break', label: 'Send a break' },
];

const usualTimeoutMs = 30_000;

/** A step of a kind as it is added, to be filled in. */
export function newStep(kind: ScriptStep['kind']): ScriptStep {
  switch (kind) {
    case 'expect':
      return { kind, text: '', timeoutMs: usualTimeoutMs };
    case 'expect-pattern':
      return { kind, pattern: '', timeoutMs: usualTimeoutMs };
    case 'send':
      return { kind, text: '', enter: true };
    case 'send-secret':
      return { kind, secret: '', enter: true };
    case 'pause':
      return { kind, durationMs: 1_000 };
    case 'break':
      return { kind, durationMs: 250 };
  }
}

/** What a login on most devices looks like. */
export const usualSteps: readonly ScriptStep[] = [
  { kind: 'send', text: '', enter: true },
  { kind: 'expect', text: 'login:', timeoutMs: usualTimeoutMs },
  { kind: 'send', text: 'root', enter: true },
  { kind: 'expect', text: 'Password:', timeoutMs: usualTimeoutMs },
  { kind: 'send-secret', secret: 'root password', enter: true },
];

/** Why a step cannot be kept; null when it can. The host checks patterns again. */
export function stepProblem(step: ScriptStep): string | null {
  switch (step.kind) {
    case 'expect':
      return step.text === '' ? 'What is waited for?' : null;
    case 'expect-pattern':
      return step.pattern === '' ? 'What is waited for?' : patternProblem(step.pattern);
    case 'send-secret':
      return /^[a-z0-9][a-z0-9 ._-]{0,62}$/i.test(step.secret)
        ? null
        : 'A name of letters, digits, spaces, . _ -';
    case 'send':
    case 'pause':
    case 'break':
      return null;
  }
}

function patternProblem(pattern: string): string | null {
  try {
    new RegExp(pattern, 'm');
    return null;
  } catch {
    return 'This is not a regular expression.';
  }
}

/** Moves a step up or down; at the ends nothing moves. */
export function moveStep<T>(steps: readonly T[], index: number, by: 1 | -1): T[] {
  const moved = steps[index];
  const to = index + by;
  if (moved === undefined || to < 0 || to >= steps.length) return [...steps];
  const rest = steps.filter((_, at) => at !== index);
  return [...rest.slice(0, to), moved, ...rest.slice(to)];
}

/** `Waits for "login:", 30 s at most`: one line a step. */
export function stepWords(step: ScriptStep): string {
  const enter = (on: boolean) => (on ? ', then Enter' : '');
  switch (step.kind) {
    case 'expect':
      return `Waits for "${step.text}", ${formatDuration(step.timeoutMs)} at most`;
    case 'expect-pattern':
      return `Waits for /${step.pattern}/, ${formatDuration(step.timeoutMs)} at most`;
    case 'send':
      return step.text === '' ? 'Sends Enter' : `Sends "${step.text}"${enter(step.enter)}`;
    case 'send-secret':
      return `Sends the secret "${step.secret}"${enter(step.enter)}`;
    case 'pause':
      return `Waits ${formatDuration(step.durationMs)}`;
    case 'break':
      return `Sends a break of ${step.durationMs} ms`;
  }
}
