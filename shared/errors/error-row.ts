/** One row: what happened, what it means, what to do; the HTTP status it answers with; whether trying again can help. */
export interface ErrorRow {
  /** What the fleet's clients read in `error`; absent: the HTTP status in words. */
  title?: string;
  sentence: string;
  status: number;
  retryable: boolean;
}
