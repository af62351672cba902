import type { SerialConsole as ConsoleView } from '#shared/bridge/serial-console.ts';
import { ok, type Result } from '#shared/result.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import { type Consoles, mergeHabits } from './consoles.ts';
import type { SerialConsole } from './serial-console.ts';

type ConsoleHandlers = Pick<
  BridgeHandlers,
  | 'serial.consoles'
  | 'serial.open'
  | 'serial.reopen'
  | 'serial.close'
  | 'serial.remove'
  | 'serial.configure'
  | 'serial.write'
  | 'serial.paste'
  | 'serial.cancelPaste'
  | 'serial.setSignals'
  | 'serial.sendBreak'
>;

/** Tabs and what is sent on them. */
export function createConsoleHandlers(consoles: Consoles): ConsoleHandlers {
  /** Answers the tab as it is afterwards. */
  async function change(
    id: string,
    act: (found: SerialConsole) => Promise<Result<unknown>>,
  ): Promise<Result<ConsoleView>> {
    const found = consoles.find(id);
    if (!found.ok) return found;
    const done = await act(found.value);
    return done.ok ? ok(found.value.view()) : done;
  }

  return {
    'serial.consoles': async () => ok(consoles.list().map((each) => each.view())),
    async 'serial.open'(wish) {
      const opened = await consoles.open(wish);
      return opened.ok ? ok(opened.value.view()) : opened;
    },
    'serial.reopen': ({ id }) =>
      change(id, async (found) => {
        // A failure is told by the tab, which goes on trying.
        await found.link.open();
        return ok(null);
      }),
    'serial.close': ({ id }) =>
      change(id, async (found) => {
        await found.link.close();
        return ok(null);
      }),
    'serial.remove': ({ id }) => consoles.remove(id),
    'serial.configure': ({ id, title, settings, habits }) =>
      change(id, async (found) => {
        if (title !== undefined) found.setTitle(title);
        if (habits !== undefined) found.setHabits(mergeHabits(found.view().habits, habits));
        if (settings === undefined) return ok(null);
        const able = found.ready();
        if (!able.ok && able.failure.code === 'SERIAL_LINE_BUSY') return able;
        return found.link.change(settings);
      }),
    async 'serial.write'({ id, base64, echo }) {
      const found = consoles.find(id);
      return found.ok ? found.value.write(Buffer.from(base64, 'base64'), echo) : found;
    },
    'serial.paste': ({ id, text, lineDelayMs }) =>
      change(id, async (found) => startPaste(found, text, lineDelayMs)),
    'serial.cancelPaste': ({ id }) =>
      change(id, async (found) => {
        found.tasks.stopPaste();
        return ok(null);
      }),
    'serial.setSignals': ({ id, dtr, rts }) =>
      change(id, (found) =>
        found.setSignals({ ...(dtr !== undefined && { dtr }), ...(rts !== undefined && { rts }) }),
      ),
    async 'serial.sendBreak'({ id, durationMs }) {
      const found = consoles.find(id);
      if (!found.ok) return found;
      const able = found.value.ready();
      return able.ok ? able.value.sendBreak(durationMs) : able;
    },
  };
}

/** Begins to send text line by line. Failures: SERIAL_NOT_OPEN, SERIAL_LINE_BUSY. */
export function startPaste(found: SerialConsole, text: string, lineDelayMs?: number): Result<null> {
  const able = found.readyForTask();
  if (!able.ok) return able;
  found.tasks.startPaste(text, lineDelayMs ?? found.view().habits.lineDelayMs);
  return ok(null);
}
