import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import type { MarkKind } from '../../../components/mark.tsx';
import { secondsUntil } from '../../../lib/format/time.ts';
import { lineWords } from '../ports/line-words.ts';

/** What the user calls the tab, otherwise what the device calls itself. */
export const consoleName = (entry: Pick<SerialConsole, 'title' | 'port'>): string =>
  entry.title === '' ? entry.port.label : entry.title;

/** Names what arrived on a console: its offsets count anew after the workbench restarted. */
export const outputKey = ({ id, countedFrom }: Pick<SerialConsole, 'id' | 'countedFrom'>): string =>
  `${id} ${countedFrom}`;

export const stateMarks: Record<SerialConsole['state'], MarkKind> = {
  opening: 'busy',
  open: 'good',
  waiting: 'away',
  closed: 'idle',
};

/** One word for the tab. */
export const stateWords: Record<SerialConsole['state'], string> = {
  opening: 'opening',
  open: 'open',
  waiting: 'waiting for the device',
  closed: 'closed',
};

/** `open, 115200 8N1 at /dev/ttyUSB0`; `waiting for the device, trying again in 4 s`; `in use by picocom`. */
export function stateLine(entry: SerialConsole, now: number): string {
  const line = `${lineWords(entry.settings)} at ${entry.port.path}`;
  if (entry.state !== 'waiting') return `${stateWords[entry.state]}, ${line}`;
  const what = waitingWords[entry.failure?.code ?? ''] ?? stateWords.waiting;
  if (entry.nextTryAt === null) return what;
  return `${what}, trying again in ${secondsUntil(entry.nextTryAt, now)} s`;
}

const waitingWords: Readonly<Record<string, string>> = {
  SERIAL_IN_USE: 'in use by another program',
  SERIAL_USED_HERE: 'in use by another part of this workbench',
  SERIAL_NO_PERMISSION: 'no permission to use the port',
  SERIAL_SETTINGS_REFUSED: 'the port does not take these settings',
};

/** The device that is just unplugged explains itself; everything else is said in full. */
export const tellsMore = (entry: Pick<SerialConsole, 'state' | 'failure'>): boolean =>
  entry.state !== 'open' &&
  entry.failure !== null &&
  !['SERIAL_LINE_LOST', 'SERIAL_NOT_THERE'].includes(entry.failure.code);

/** `4.2 MB before this were let go`; null while everything is kept. */
export const cutWords = (cutBefore: number): string | null =>
  cutBefore > 0 ? `${formatBytes(cutBefore)} before this were let go` : null;

/** The tab after (or before) this one, round the ends; null without another. */
export function nextConsole(
  consoles: readonly Pick<SerialConsole, 'id'>[],
  current: string | null,
  step: 1 | -1 = 1,
): string | null {
  const at = consoles.findIndex(({ id }) => id === current);
  if (consoles.length === 0 || (consoles.length === 1 && at === 0)) return null;
  if (at < 0) return consoles.at(step === 1 ? 0 : -1)?.id ?? null;
  return consoles[(at + step + consoles.length) % consoles.length]?.id ?? null;
}

/** `3 of 20 lines`. */
export const pasteWords = (paste: NonNullable<SerialConsole['paste']>): string =>
  `${paste.sentLines} of ${paste.lines} lines`;

/** `Log…`, `Logging 4.2 MB`, `Log stopped`: the button that leads to the log. */
export const logWords = (log: SerialConsole['log']): string =>
  log === null ? 'Log…' : log.state === 'on' ? `Logging ${formatBytes(log.bytes ?? 0)}` : 'Log stopped';
