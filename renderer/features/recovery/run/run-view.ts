import type { RecipeRunState } from '#shared/bridge/recipes.ts';
import type { MarkKind } from '../../../components/mark.tsx';
import { transferWords } from '../../../lib/domain/job-view.ts';
import { formatDuration } from '../../../lib/format/duration.ts';
import { formatExact } from '../../../lib/format/time.ts';
import { count } from '../../../lib/format/words.ts';

type Outcome = NonNullable<RecipeRunState['outcome']>;

const outcomes: Readonly<Record<Outcome, { mark: MarkKind; word: string }>> = {
  completed: { mark: 'good', word: 'completed' },
  failed: { mark: 'bad', word: 'failed' },
  stopped: { mark: 'cancelled', word: 'stopped' },
};

export function runMark({ outcome, asks }: Pick<RecipeRunState, 'outcome' | 'asks'>): MarkKind {
  if (outcome !== null) return outcomes[outcome].mark;
  return asks === null ? 'busy' : 'warning';
}

/** How it stands, in a few words: `step 3 of 12`, `waits for you`, `failed`. */
export function runWord(run: RecipeRunState): string {
  if (run.outcome !== null) return outcomes[run.outcome].word;
  if (run.asks !== null) return 'waits for you';
  return run.current === null ? 'ends' : `step ${run.current + 1} of ${run.steps.length}`;
}

/** What happens now: `Step 3 of 12: Wait for the receiver`. */
export function nowWords({ current, steps, asks }: RecipeRunState): string {
  const step = current === null ? undefined : steps[current];
  if (current === null || step === undefined) return 'Ends and gives the port back';
  const where = `tep ${current + 1} of ${steps.length}: ${step.title}`;
  if (asks?.ask === 'next') return `Before s${where}`;
  return step.rounds > 1 ? `S${where}, round ${step.rounds}` : `S${where}`;
}

/**
 * The last that the recipe told. What is more than a step ago is told as such: "switch it off now" must not stand there while a
 * file is being sent. A step that tells something is called what it tells, unless the recipe gives it another title.
 */
export function toldWords({
  said,
  steps,
  current,
}: RecipeRunState): { text: string; earlier: boolean } | null {
  const told = said.at(-1);
  if (told === undefined) return null;
  const at = steps.findLastIndex(({ title, state }) => title === told && state === 'done');
  return at >= 0 && current !== null && current > at + 1
    ? { text: `Earlier, at step ${at + 1}: ${told}`, earlier: true }
    : { text: told, earlier: false };
}

/**
 * What is worth reading after the end; instructions are not: those of a run that failed, and what stands before anything was done, such as
 * "switch the board off and on now".
 */
export const lastWords = ({ outcome, said, steps }: RecipeRunState): string[] =>
  outcome === 'completed' ? said.filter((text) => text !== steps[0]?.title) : [];

/** What a step is at: its mark, and the word for those who do not see it. */
export function stepMark(run: RecipeRunState, index: number): { mark: MarkKind; word: string } {
  const waits = run.asks !== null && run.current === index;
  switch (run.steps[index]?.state) {
    case 'done':
      return { mark: 'good', word: 'done' };
    case 'failed':
      return { mark: 'bad', word: 'failed' };
    case 'stopped':
      return { mark: 'cancelled', word: 'stopped here' };
    case 'running':
      return waits ? { mark: 'warning', word: 'waits for you' } : { mark: 'busy', word: 'now' };
    default:
      if (waits) return { mark: 'warning', word: 'waits for you' };
      return { mark: 'pending', word: run.state === 'ended' ? 'not reached' : 'to come' };
  }
}

/** Bytes, rate, time left, and what had to be sent again. */
export const transferFigures = (transfer: NonNullable<RecipeRunState['transfer']>): string[] => [
  ...transferWords(transfer),
  ...(transfer.retries > 0 ? [count(transfer.retries, 'retry', 'retries')] : []),
];

/** 0…100 of the file under way; null while its size is not known. */
export const transferPercent = ({
  bytes,
  totalBytes,
}: NonNullable<RecipeRunState['transfer']>): number | null =>
  totalBytes === null || totalBytes === 0 ? null : Math.min(100, (bytes / totalBytes) * 100);

export function resultTitle({ title, outcome }: RecipeRunState): string {
  return outcome === null ? title : `${title}: ${outcomes[outcome].word}`;
}

/** How it ended, as a sentence. */
export function resultSentence(run: RecipeRunState): string {
  if (run.outcome === 'completed') return 'The recipe came to its end and gave the port back.';
  const at = run.steps.findIndex(({ state }) => state === 'failed' || state === 'stopped');
  const step = run.steps[at];
  const message = run.failure?.message ?? '';
  return step === undefined ? message : `${message} It ended at step ${at + 1}, "${step.title}".`;
}

/** Everything about an ended run as text, for a message to whoever is called for help. */
export function runDetails(run: RecipeRunState): string {
  const rows: [string, string | null][] = [
    ['Recipe', `${run.title} (${run.recipeId})`],
    ['Result', run.outcome],
    ['Port', run.port],
    ['Started', formatExact(run.startedAt)],
    ['Ended', run.endedAt === null ? null : formatExact(run.endedAt)],
    ['Took', run.endedAt === null ? null : formatDuration(run.endedAt - run.startedAt)],
    ['Failure', run.failure ? `${run.failure.code}: ${run.failure.message}` : null],
    ['Detail', run.failure?.detail ?? null],
    ['Transcript', run.transcriptFile],
    ['Run id', run.id],
  ];
  const head = rows.filter(([, value]) => value !== null).map(([label, value]) => `${label}: ${value}`);
  const steps = run.steps.map(({ title, rounds, note }, index) => {
    const again = rounds > 1 ? `, ${rounds} rounds` : '';
    return `${index + 1}. ${title}: ${stepMark(run, index).word}${again}${note === '' ? '' : ` (${note})`}`;
  });
  const said = run.said.length === 0 ? [] : ['', ...run.said];
  return [...head, '', ...steps, ...said, '', ...transcriptRows(run)].join('\n');
}

const lineMarks = { step: '==', sent: '>>', received: '<<', note: '--' } as const;

/** The lines that are known here, as they stand in the file. */
const transcriptRows = ({ transcript }: RecipeRunState): string[] =>
  transcript.map(({ at, kind, text }) => `${new Date(at).toISOString()} ${lineMarks[kind]} ${text}`);

/** What a line of the transcript is, for those who do not see its mark. */
export const lineKinds: Readonly<
  Record<RecipeRunState['transcript'][number]['kind'], { mark: string; word: string }>
> = {
  step: { mark: lineMarks.step, word: 'step' },
  sent: { mark: lineMarks.sent, word: 'sent' },
  received: { mark: lineMarks.received, word: 'received' },
  note: { mark: lineMarks.note, word: 'note' },
};
