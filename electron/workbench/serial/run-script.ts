import type { ConsoleHabits } from '#shared/bridge/serial-ports.ts';
import type { LoginScript, ScriptStep } from '#shared/bridge/serial-scripts.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { pause } from '../pause.ts';
import { createExpectBuffer, type Expectation } from './expect-buffer.ts';
import { withNewlines } from './newline.ts';

/** What a script needs of a console. */
export interface ScriptLine {
  /** Rejects when the line is gone. */
  write(bytes: Uint8Array): Promise<void>;
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  sendBreak(durationMs: number): Promise<Result<null>>;
}

export interface ScriptRun {
  script: Pick<LoginScript, 'name' | 'steps'>;
  line: ScriptLine;
  /** Values by name, read before the start: a script does not stop half way for a missing one. */
  secrets: ReadonlyMap<string, string>;
  newline: ConsoleHabits['newline'];
  signal: AbortSignal;
  onStep(step: number, doing: string): void;
}

/**
 * Does the steps in order. What arrives counts from the start on. Stops where the signal aborts (the result is then of no
 * interest). Failures: SERIAL_SCRIPT_TIMEOUT, SERIAL_SECRET_MISSING, SERIAL_SIGNALS_REFUSED; rejects when the line is gone.
 */
export async function runScript(run: ScriptRun): Promise<Result<null>> {
  const { script, line, signal } = run;
  const buffer = createExpectBuffer();
  let onMore = () => {};
  const stop = line.onBytes((bytes) => {
    buffer.feed(bytes);
    onMore();
  });

  async function expected(expectation: Expectation, timeoutMs: number): Promise<Result<null>> {
    const limit = AbortSignal.timeout(timeoutMs);
    const either = AbortSignal.any([signal, limit]);
    either.addEventListener('abort', () => onMore(), { once: true });
    while (!buffer.take(expectation)) {
      if (signal.aborted) return ok(null);
      if (limit.aborted) return timedOut(expectation, timeoutMs, buffer.lastSeen());
      await new Promise<void>((resolve) => {
        onMore = resolve;
      });
    }
    return ok(null);
  }

  async function perform(step: ScriptStep): Promise<Result<null>> {
    switch (step.kind) {
      case 'expect':
        return expected({ text: step.text }, step.timeoutMs);
      case 'expect-pattern':
        return expected({ pattern: step.pattern }, step.timeoutMs);
      case 'pause':
        await pause(step.durationMs, signal);
        return ok(null);
      case 'break':
        return line.sendBreak(step.durationMs);
      default: {
        const text = step.kind === 'send' ? step.text : run.secrets.get(step.secret);
        if (text === undefined) return secretMissing(script.name, step);
        await line.write(Buffer.from(withNewlines(step.enter ? `${text}\n` : text, run.newline)));
        return ok(null);
      }
    }
  }

  try {
    for (const [index, step] of script.steps.entries()) {
      if (signal.aborted) return ok(null);
      run.onStep(index, inWords(step));
      const done = await perform(step);
      if (!done.ok) return done;
    }
    return ok(null);
  } finally {
    stop();
  }
}

const timedOut = (expectation: Expectation, timeoutMs: number, seen: string): Result<never> => {
  const expected = 'text' in expectation ? expectation.text : expectation.pattern;
  const last = seen === '' ? 'nothing' : `"${seen}"`;
  return fail(failure('SERIAL_SCRIPT_TIMEOUT', { expected, seconds: timeoutMs / 1_000, seen: last }));
};

const secretMissing = (script: string, step: ScriptStep): Result<never> =>
  fail(failure('SERIAL_SECRET_MISSING', { script, secret: 'secret' in step ? step.secret : '' }));

/** What it is doing; secrets by their names only. */
function inWords(step: ScriptStep): string {
  switch (step.kind) {
    case 'expect':
      return `Waits for "${step.text}".`;
    case 'expect-pattern':
      return `Waits for the pattern ${step.pattern}.`;
    case 'send':
      return `Sends "${step.text}".`;
    case 'send-secret':
      return `Sends the secret "${step.secret}".`;
    case 'pause':
      return `Waits ${step.durationMs / 1_000} s.`;
    case 'break':
      return 'Sends a break.';
  }
}
