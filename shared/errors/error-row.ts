/** One row: what happened, what it means, what to do; the HTTP status it answers with; whether trying again can help. */
export interface ErrorRow {
  sentence: string;
  status: number;
  retryable: boolean;
}
