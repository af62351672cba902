import { LineGone } from '#platform/serial/byte-line.ts';
import type { SerialLine } from '#platform/serial/serial-line.ts';
import type { ConsoleMark } from '#shared/bridge/serial-console.ts';
import { ok, type Result } from '#shared/result.ts';
import { createStuckGuard } from './stuck-guard.ts';

/** The way out of a console, counted. */
export interface ConsoleSender {
  /** Of a task. Rejects when the line is gone. */
  send(bytes: Uint8Array): Promise<void>;
  /** Of the user; `echo` is what the screen shows of it itself. Failures as `ready`, SERIAL_LINE_LOST, SERIAL_WRITE_STUCK. */
  write(bytes: Uint8Array, echo?: ConsoleMark['own']): Promise<Result<null>>;
  sent(): number;
  /** The line is gone, and with it what waited for it. */
  forget(): void;
}

export function createConsoleSender(deps: {
  line: () => SerialLine | null;
  path: () => string;
  ready: () => Result<SerialLine>;
  onSent: () => void;
  onEcho: (echo: NonNullable<ConsoleMark['own']>) => void;
}): ConsoleSender {
  const stuck = createStuckGuard(deps.path);
  let sent = 0;

  async function send(bytes: Uint8Array): Promise<void> {
    const line = deps.line();
    if (line === null) throw new LineGone('closed', `${deps.path()} is not open`);
    await line.write(bytes);
    sent += bytes.length;
    deps.onSent();
  }

  return {
    send,
    async write(bytes, echo) {
      if (bytes.length === 0) return ok(null);
      const able = deps.ready();
      if (!able.ok) return able;
      // Before it goes out: the answer comes behind it.
      if (echo !== undefined) deps.onEcho(echo);
      return stuck.send(bytes, send);
    },
    sent: () => sent,
    forget: stuck.forget,
  };
}
