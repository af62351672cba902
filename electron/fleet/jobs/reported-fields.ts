import type { JobReport } from '#shared/fleet-api/jobs/jobs-api.ts';
import { plainText } from '../database/plain-text.ts';
import type { JobExecutionRow } from '../database/tables/jobs.ts';

/** Of each text that a job prints; the end is kept, where the error stands. */
export const keptCharacters = 256 * 1024;

type Reported =
  | ('exit_code' | 'stdout' | 'stderr' | 'reason')
  | ('executed_steps' | 'failed_step' | 'status_details');

/** What a report says; what it does not mention stays as it was. */
export function reportedFields(report: JobReport): Partial<Pick<JobExecutionRow, Reported>> {
  const { exit_code, executed_steps, failed_step, status_details } = report;
  const texts = (['stdout', 'stderr', 'reason'] as const).flatMap((name) => {
    const text = report[name];
    return text == null ? [] : [[name, endOf(text)]];
  });
  return {
    ...(exit_code != null && { exit_code }),
    ...(executed_steps != null && { executed_steps }),
    ...(failed_step != null && { failed_step: String(failed_step) }),
    ...(status_details !== undefined && { status_details: detailsOf(status_details) }),
    ...Object.fromEntries(texts),
  };
}

/** As JSON; what is too large to keep is told, so that it stays JSON. */
function detailsOf(details: unknown): string {
  const text = JSON.stringify(details) ?? 'null';
  if (text.length > keptCharacters) return JSON.stringify({ cut: `${text.length} characters` });
  return text.replaceAll('\\u0000', '');
}

function endOf(text: string): string {
  const clean = plainText(text);
  if (clean.length <= keptCharacters) return clean;
  const cut = clean.length - keptCharacters;
  return `[${cut} characters were cut off here]\n${clean.slice(cut)}`;
}
