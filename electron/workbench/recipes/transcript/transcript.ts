import { openRotatingFile } from '#platform/files/rotating-file.ts';
import { asBytes, asLatin1 } from '../run/unread.ts';
import { createSecretMask } from './mask-secrets.ts';
import { printable } from './printable.ts';

export interface TranscriptLine {
  /** UTC epoch milliseconds. */
  at: number;
  kind: 'step' | 'sent' | 'received' | 'note';
  text: string;
}

/** Everything that was sent and received in a run, with times, in a file; the last lines of it for the screens. Secrets are masked. */
export interface Transcript {
  received(bytes: Uint8Array): void;
  /** `sent` texts are masked already. */
  add(kind: 'step' | 'sent' | 'note', text: string): void;
  /** The last lines; the line that the board has not ended yet is among them. */
  tail(): TranscriptLine[];
  close(): void;
}

/** A hung boot loader that prints without end fills two files of this size and no more. */
const maxFileBytes = 8 * 1_024 * 1_024;
const tailLines = 100;
/** A longer line is told in pieces. */
const maxLineLength = 400;

const marks = { step: '==', sent: '>>', received: '<<', note: '--' } as const;

export function openTranscript(options: {
  path: string;
  secrets: readonly string[];
  now: () => number;
}): Transcript {
  const file = openRotatingFile(options.path, { maxBytes: maxFileBytes });
  const secretMask = createSecretMask(options.secrets);
  let lines: TranscriptLine[] = [];
  /** One character a byte. */
  let unfinished = '';

  function tell(kind: TranscriptLine['kind'], text: string): void {
    const at = options.now();
    lines = [...lines.slice(1 - tailLines), { at, kind, text }];
    file.write(`${new Date(at).toISOString()} ${marks[kind]} ${text}\n`);
  }
  function hear(bytes: string): void {
    const parts = (unfinished + bytes).split('\n');
    unfinished = parts.pop() ?? '';
    for (const part of parts) tell('received', printable(part.replace(/\r+$/, '')));
    while (unfinished.length > maxLineLength) {
      tell('received', printable(unfinished.slice(0, maxLineLength)));
      unfinished = unfinished.slice(maxLineLength);
    }
  }
  function finishLine(): void {
    if (unfinished !== '') tell('received', printable(unfinished));
    unfinished = '';
  }

  return {
    received: (bytes) => hear(secretMask.feed(asLatin1(bytes))),
    add(kind, text) {
      finishLine();
      tell(kind, kind === 'sent' ? printable(asBytes(text)) : text);
    },
    tail: () =>
      unfinished === ''
        ? lines
        : [...lines, { at: options.now(), kind: 'received', text: printable(unfinished) }],
    close() {
      hear(secretMask.end());
      finishLine();
      file.close();
    },
  };
}
