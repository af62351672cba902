import { LineGone } from '#platform/serial/byte-line.ts';
import type { ScriptState } from '#shared/bridge/serial-console.ts';
import type { ConsoleHabits } from '#shared/bridge/serial-ports.ts';
import type { LoginScript } from '#shared/bridge/serial-scripts.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { linesOf } from './newline.ts';
import { type PasteState, pasteLines } from './paste.ts';
import { runScript, type ScriptLine } from './run-script.ts';

/** What sends into a console by itself: pasted lines and a script, one of them at a time. */
export interface ConsoleTasks {
  paste(): PasteState | null;
  /** The running one, or how the last one ended. */
  script(): ScriptState | null;
  /** Who is at it, for a sentence; null: nobody. */
  busyWith(): string | null;
  startPaste(text: string, lineDelayMs: number): void;
  startScript(script: LoginScript, secrets: ReadonlyMap<string, string>): void;
  /** Of the user: quiet. */
  stopPaste(): void;
  stopScript(): void;
  /** The line is gone, or closed by the user (null): whatever runs ends, and a script says why. */
  stopAll(why: Failure | null): void;
}

export function createConsoleTasks(deps: {
  line: ScriptLine;
  portName: () => string;
  newline: () => ConsoleHabits['newline'];
  /** May be called very often. */
  onChange: () => void;
}): ConsoleTasks {
  const { line, onChange } = deps;
  let paste: PasteState | null = null;
  let script: ScriptState | null = null;
  let pasting: AbortController | null = null;
  let scripting: AbortController | null = null;

  async function runPaste(text: string, lineDelayMs: number, control: AbortController): Promise<void> {
    await pasteLines({
      lines: linesOf(text, deps.newline()),
      lineDelayMs,
      write: (bytes) => line.write(bytes),
      signal: control.signal,
      onSent(state) {
        if (pasting !== control) return;
        paste = state;
        onChange();
      },
    });
    if (pasting !== control) return;
    pasting = null;
    paste = null;
    onChange();
  }

  function endScript(state: ScriptState['state'], failed: Failure | null = null): void {
    scripting = null;
    if (script === null) return;
    const step = state === 'done' ? script.steps : script.step;
    script = { ...script, state, step, doing: '', failure: failed };
    onChange();
  }

  async function run(started: LoginScript, secrets: ReadonlyMap<string, string>, control: AbortController) {
    const mine = () => scripting === control;
    try {
      const done = await runScript({
        script: started,
        line,
        secrets,
        newline: deps.newline(),
        signal: control.signal,
        onStep(step, doing) {
          if (!mine() || script === null) return;
          script = { ...script, step, doing };
          onChange();
        },
      });
      if (mine()) endScript(done.ok ? 'done' : 'failed', done.ok ? null : done.failure);
    } catch (error) {
      if (!(error instanceof LineGone)) throw error;
      if (mine()) endScript('failed', failure('SERIAL_LINE_LOST', { port: deps.portName() }));
    }
  }

  function stopPaste(): void {
    pasting?.abort();
    if (pasting === null) return;
    pasting = null;
    paste = null;
    onChange();
  }

  function stopScript(): void {
    if (scripting === null) return;
    scripting.abort();
    endScript('stopped');
  }

  return {
    paste: () => paste,
    script: () => script,
    busyWith: () =>
      pasting !== null ? 'pasted text' : scripting !== null ? `the script ${script?.name ?? ''}` : null,
    startPaste(text, lineDelayMs) {
      const control = new AbortController();
      pasting = control;
      const bytes = Buffer.byteLength(text);
      paste = { sentLines: 0, lines: linesOf(text, deps.newline()).length, sentBytes: 0, bytes };
      onChange();
      void runPaste(text, lineDelayMs, control);
    },
    startScript(started, secrets) {
      const control = new AbortController();
      scripting = control;
      const { id: scriptId, name, steps } = started;
      script = { scriptId, name, state: 'running', step: 0, steps: steps.length, doing: '', failure: null };
      onChange();
      void run(started, secrets, control);
    },
    stopPaste,
    stopScript,
    stopAll(why) {
      stopPaste();
      if (why === null || scripting === null) return stopScript();
      scripting.abort();
      endScript('failed', why);
    },
  };
}
