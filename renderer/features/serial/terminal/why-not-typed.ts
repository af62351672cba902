import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { capitalise } from '../../../lib/format/words.ts';

/** Why nothing can be sent just now; null when it can. */
export function whyNotTyped(entry: Pick<SerialConsole, 'state' | 'usedBy'>): string | null {
  if (entry.state === 'waiting') return 'The device is away. What you type is not sent.';
  if (entry.state === 'opening') return 'The port is being opened. What you type is not sent yet.';
  if (entry.state === 'closed') return 'The port is closed. Open it to type.';
  if (entry.usedBy !== null) return `${capitalise(entry.usedBy)} has the line. Wait for its end or stop it.`;
  return null;
}
