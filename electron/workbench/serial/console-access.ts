import type { ControlSignals } from '#platform/serial/line-control.ts';
import type { SerialLine } from '#platform/serial/serial-line.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type BorrowedLine, lend } from './borrowed-line.ts';

/** Who may use the line of a console just now. */
export interface ConsoleAccess {
  /** Whether the user may send: SERIAL_NOT_OPEN, SERIAL_LINE_BUSY. */
  ready(): Result<SerialLine>;
  /** As {@link ready}, for something that sends by itself: one at a time. */
  readyForTask(): Result<SerialLine>;
  /** Failures as {@link readyForTask}. */
  lend(name: string, options: { quiet: boolean }): Result<BorrowedLine>;
  /** Failures as {@link ready}, SERIAL_SIGNALS_REFUSED. */
  setSignals(change: Partial<ControlSignals>): Promise<Result<null>>;
  /** Who has borrowed it, and whether what arrives is not for the screen. */
  user(): { name: string; quiet: boolean } | null;
}

export function createConsoleAccess(deps: {
  line: () => SerialLine | null;
  path: () => string;
  /** Pasted text, a script. */
  busyWith: () => string | null;
  onChange: () => void;
}): ConsoleAccess {
  let user: { name: string; quiet: boolean } | null = null;
  const busy = (name: string) => fail(failure('SERIAL_LINE_BUSY', { port: deps.path(), user: name }));

  function ready(): Result<SerialLine> {
    const line = deps.line();
    if (line === null) return fail(failure('SERIAL_NOT_OPEN', { port: deps.path() }));
    return user === null ? ok(line) : busy(user.name);
  }

  function readyForTask(): Result<SerialLine> {
    const other = deps.busyWith();
    return other === null ? ready() : busy(other);
  }

  return {
    ready,
    readyForTask,
    lend(name, { quiet }) {
      const able = readyForTask();
      if (!able.ok) return able;
      user = { name, quiet };
      deps.onChange();
      return ok(
        lend(able.value, async () => {
          user = null;
          deps.onChange();
        }),
      );
    },
    async setSignals(change) {
      const able = ready();
      if (!able.ok) return able;
      const set = await able.value.setSignals(change);
      deps.onChange();
      return set;
    },
    user: () => user,
  };
}
