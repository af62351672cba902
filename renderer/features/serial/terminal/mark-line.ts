import type { ConsoleMark } from '#shared/bridge/serial-console.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import { formatDateTime } from '../../../lib/format/time.ts';
import type { OutputPart } from './output-parts.ts';

const words: Record<Exclude<ConsoleMark['kind'], 'bytes' | 'typed'>, string> = {
  opened: 'port opened',
  lost: 'device gone, waiting for it',
  closed: 'port closed',
  settings: 'line settings changed',
  restarted: 'workbench started again',
};

/** `21 Nov 14:02:09 device gone, waiting for it`; null for what is no event. */
export function markWords(part: OutputPart): string | null {
  if (part.kind === 'cut') return `${formatBytes(part.bytes)} before this were let go`;
  if (part.kind === 'bytes' || part.mark.kind === 'bytes' || part.mark.kind === 'typed') return null;
  return `${formatDateTime(part.mark.at)} ${words[part.mark.kind]}`;
}

/** A line of its own in the terminal that nobody takes for output of the device. */
export const markLine = (text: string, atLineStart: boolean): string =>
  `${atLineStart ? '' : '\r\n'}\u001b[0;3;90m── ${text} ──\u001b[0m\r\n`;
