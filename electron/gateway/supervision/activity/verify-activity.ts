import { type ChainFault, type ChainVerdict, verifyChain } from '#platform/hash-chain/hash-chain.ts';
import { type ActivityRow, hashOf } from './activity-chain.ts';
import { readActivityLog } from './activity-store.ts';

export interface VerifyReport {
  /** 0: whole, 1: not, 2: there is no log. */
  exitCode: 0 | 1 | 2;
  lines: string[];
}

/** More than so many faults are counted, not listed. */
const shownFaults = 50;

const sentences: { [K in ChainFault['fault']]: (fault: Extract<ChainFault, { fault: K }>) => string } = {
  changed: ({ number }) => `act-${number} was changed after it was written.`,
  replaced: ({ number }) => `act-${number} is not the entry that was written under this number.`,
  missing: ({ from, to }) => `${range(from, to)} missing.`,
  'cut-off': ({ from, to }) => `${range(from, to)} missing at the end.`,
  'no-head': () =>
    'The note of the log’s end (activity.head) is missing or cannot be read: entries may be missing at the end.',
};

const range = (from: number, to: number): string =>
  from === to ? `act-${from} is` : `act-${from} to act-${to} are`;

/**
 * Reads the whole activity log in `stateFolder` and says what a person at the command line has to know. The gateway may run
 * meanwhile.
 */
export function verifyActivity(stateFolder: string): VerifyReport {
  const log = readActivityLog(stateFolder);
  if (log === null) return { exitCode: 2, lines: [`There is no activity log in ${stateFolder}.`] };
  try {
    // Before the rows: entries that a running gateway adds meanwhile are only more.
    const { head } = log;
    return report(verifyChain<ActivityRow>(log.rows(), { head, isRemoved: log.isRemoved, hashOf }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { exitCode: 1, lines: [`The activity log cannot be read: ${why}`] };
  } finally {
    log.close();
  }
}

function report({ entries, last, faults }: ChainVerdict): VerifyReport {
  const count = `${entries} ${entries === 1 ? 'entry' : 'entries'}`;
  if (faults.length === 0) {
    const end = entries === 0 ? '' : `, up to act-${last.number} with hash ${last.hash}`;
    return { exitCode: 0, lines: [`The activity log is whole: ${count}${end}.`] };
  }
  const found = faults.slice(0, shownFaults).map((fault) => `  ${sentenceOf(fault)}`);
  const more = faults.length - found.length;
  return {
    exitCode: 1,
    lines: [
      `The activity log is not whole: ${faults.length} found in ${count}.`,
      ...found,
      ...(more > 0 ? [`  and ${more} more.`] : []),
    ],
  };
}

const sentenceOf = (fault: ChainFault): string =>
  (sentences[fault.fault] as (one: ChainFault) => string)(fault);
