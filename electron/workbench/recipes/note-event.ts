import type { RunEvent } from './run/machine.ts';
import type { Transcript } from './transcript/transcript.ts';

/** Writes an event of a run into its transcript. */
export function noteEvent(
  transcript: Pick<Transcript, 'add'>,
  event: RunEvent,
  titles: readonly string[],
): void {
  switch (event.type) {
    case 'step-started': {
      const again = event.round > 1 ? ` (round ${event.round})` : '';
      transcript.add('step', `${event.index + 1}/${titles.length} ${titles[event.index] ?? ''}${again}`);
      return;
    }
    case 'step-ended':
      transcript.add(
        'step',
        `${event.index + 1}/${titles.length} ${event.result}${event.note && `: ${event.note}`}`,
      );
      return;
    case 'sent':
      transcript.add('sent', event.shown);
      return;
    case 'said':
      transcript.add('note', event.text);
      return;
    case 'asked':
      transcript.add('note', askedNote(event.ask));
      return;
    case 'ended':
      transcript.add(
        'note',
        event.failure === null ? event.outcome : `${event.outcome}: ${event.failure.message}`,
      );
  }
}

function askedNote(ask: Extract<RunEvent, { type: 'asked' }>['ask']): string {
  switch (ask.ask) {
    case 'next':
      return 'waits for a person to go on';
    case 'confirm':
      return `asks: ${ask.question}`;
    case 'send-file':
      return `sends the file by ${ask.protocol}`;
    case 'receive-file':
      return `receives ${ask.name} by ${ask.protocol}`;
    case 'set-baud':
      return `switches to ${ask.baudRate} baud`;
    case 'signals':
      return 'sets the control lines';
    case 'break':
      return `sends a break of ${ask.ms} ms`;
  }
}
