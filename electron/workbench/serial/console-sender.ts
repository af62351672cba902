import { LineGone } from '#platform/serial/byte-line.ts';
import type { SerialLine } from '#platform/serial/serial-line.ts';
import { ok, type Result } from '#shared/result.ts';
import { createStuckGuard } from './stuck-guard.ts';

/** The way out of a console, counted. */
export interface ConsoleSender {
  /** Of a task. Rejects when the line is gone. */
  send(bytes: Uint8Array): Promise<void>;
  /** Of the user. Failures as `ready`, SERIAL_LINE_LOST, SERIAL_WRITE_STUCK. */
  write(bytes: Uint8Array): Promise<Result<null>>;
  sent(): number;
  /** The line is gone, and with it what waited for it. */
  forget(): void;
}

export function createConsoleSender(deps: {
  line: () => SerialLine | null;
  path: () => string;
  ready: () => Result<SerialLine>;
  onSent: () => void;
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
    async write(bytes) {
      if (bytes.length === 0) return ok(null);
      const able = deps.ready();
      return able.ok ? stuck.send(bytes, send) : able;
    },
    sent: () => sent,
    forget: stuck.forget,
  };
}
