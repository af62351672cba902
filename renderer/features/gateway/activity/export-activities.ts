import type { Failure } from '#shared/errors/failure.ts';
import type { Activity } from '#shared/gateway-api/management-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { patiently, type Wait } from '../../../lib/run-each.ts';
import type { ActivityFormat } from './activity-file.ts';

/** Beyond this nothing opens the file. */
export const maxFileBytes = 1024 * 1024 * 1024;

export interface ActivityExport {
  /** The file in pieces; the browser keeps them on its disk when they are many. */
  parts: readonly Blob[];
  entries: number;
  /** Moment of the last entry in it, which is the oldest; null when it is empty. */
  oldest: string | null;
  /** Why older entries are missing; null when there are none. */
  cut: Failure | 'too-large' | null;
}

interface ExportOptions {
  /** One page, older than the entry `before`; null: the newest. */
  read(before: string | null): Promise<Result<readonly Activity[]>>;
  /** Entries that a full page has; a box that knows no limit sends more. */
  pageSize: number;
  format: ActivityFormat;
  signal: AbortSignal;
  wait: Wait;
  onProgress(entries: number, oldest: string): void;
  maxBytes?: number;
}

/**
 * Every entry that the gateway has, newest first, page by page, each page written at once and forgotten. A gateway that counts
 * requests is waited for. Fails when not even the first page came; when a later one does not, the file ends there and says so
 * in `cut`. Stopped by `signal`: what was read so far, not to be kept.
 */
export async function exportActivities(options: ExportOptions): Promise<Result<ActivityExport>> {
  const { read, pageSize, format, signal, wait, onProgress, maxBytes = maxFileBytes } = options;
  const parts: Blob[] = [new Blob([format.head])];
  let former: ReadonlySet<string> = new Set();
  let [bytes, entries] = [0, 0];
  let oldest = null as Activity | null;
  let cut: ActivityExport['cut'] = null;
  while (!signal.aborted) {
    const before: string | null = oldest?.id ?? null;
    const result: Result<readonly Activity[]> = await patiently(() => read(before), { signal, wait });
    if (!result.ok && oldest === null) return fail(result.failure);
    if (!result.ok) {
      cut = result.failure;
      break;
    }
    // A box that does not know `before` answers the same page again.
    const fresh = result.value.filter(({ id }) => !former.has(id));
    const last = fresh.at(-1);
    if (last === undefined) break;
    const part = new Blob([format.piece(fresh, entries === 0)]);
    if (bytes + part.size > maxBytes) {
      cut = 'too-large';
      break;
    }
    parts.push(part);
    bytes += part.size;
    entries += fresh.length;
    oldest = last;
    former = new Set(result.value.map(({ id }) => id));
    onProgress(entries, last.timestamp);
    if (result.value.length < pageSize) break;
  }
  parts.push(new Blob([format.tail]));
  return ok({ parts, entries, oldest: oldest?.timestamp ?? null, cut });
}
