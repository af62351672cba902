import type { LogEntry } from '#shared/gateway-api/management-api.ts';
import type { LogFile } from './log-files.ts';
import { type ParsedLine, parseLine } from './parse-line.ts';
import { linesBackward } from './read-backward.ts';

/** So many lines without a time in a row are one outburst; they are told with the time of the file. */
const maxUntimed = 5_000;

/** More text than this is never answered, however many lines were asked for: the oldest of them are left out then. */
const maxCharacters = 16 * 1024 * 1024;

/** A line and the place that it has in the merged log. */
interface Placed {
  line: ParsedLine;
  /** Epoch milliseconds. */
  at: number;
}

interface Source {
  file: LogFile;
  /** Null until the file has to be opened: nothing in it can be newer than its last change. */
  lines: AsyncGenerator<Placed> | null;
  next: Placed | null;
  /** Nothing that is still to come from here is newer. */
  newestAt: number;
}

/**
 * The last `count` lines of all files together, oldest first. Files are read from their ends, side by side, and only those
 * that can have one of these lines. Lines of one file keep their order even when the clock was set back between them.
 */
export async function tailLogs(files: readonly LogFile[], count: number): Promise<LogEntry[]> {
  const sources: Source[] = files.map((file) => ({
    file,
    lines: null,
    next: null,
    newestAt: file.modifiedAt,
  }));
  const found: LogEntry[] = [];
  let characters = 0;
  try {
    while (found.length < count && characters < maxCharacters) {
      const source = newestOf(sources);
      if (source === null) break;
      if (source.lines === null) {
        source.lines = placedLines(source.file);
      } else if (source.next !== null) {
        found.push(entryOf(source.file, source.next));
        characters += source.next.line.message.length;
      }
      const { value, done } = await source.lines.next();
      source.next = done ? null : value;
      source.newestAt = done ? Number.NEGATIVE_INFINITY : value.at;
    }
  } finally {
    await Promise.all(sources.map(({ lines }) => lines?.return(undefined)));
  }
  return found.reverse();
}

/** Null when all are exhausted. */
function newestOf(sources: readonly Source[]): Source | null {
  let newest: Source | null = null;
  for (const source of sources) {
    if (source.newestAt > (newest?.newestAt ?? Number.NEGATIVE_INFINITY)) newest = source;
  }
  return newest;
}

/** Lines without a time, such as those of a stack, belong to the line before them. */
async function* placedLines(file: LogFile): AsyncGenerator<Placed> {
  let untimed: ParsedLine[] = [];
  for await (const text of linesBackward(file.path)) {
    const line = parseLine(text);
    untimed.push(line);
    if (line.at === null && untimed.length < maxUntimed) continue;
    for (const one of untimed) yield { line: one, at: line.at ?? file.modifiedAt };
    untimed = [];
  }
  for (const line of untimed) yield { line, at: file.modifiedAt };
}

const entryOf = (file: LogFile, { line, at }: Placed): LogEntry => ({
  timestamp: new Date(line.at ?? at).toISOString(),
  type: file.type,
  process: file.process,
  message: line.message,
  ...(line.level !== null && { level: line.level }),
});
