import type { LogEntry } from './log-entry.ts';

/**
 * What an agent says of lines that it could not keep, as a line of its log: there a person looks for them. The summary's own form
 * is not known (no public agent sends one), so it is kept as it is.
 */
export const dropSummary = (summary: Record<string, unknown>, at: number): LogEntry => ({
  service: null,
  message: 'The agent dropped log lines before they were sent',
  level: 'warn',
  isSystem: true,
  isStdErr: false,
  timestamp: at,
  meta: JSON.stringify({ dropped: summary }),
});
