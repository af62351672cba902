import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import type { LogEntry } from '#shared/gateway-api/management-api.ts';
import { driverLogFiles } from '../drivers/driver-log-files.ts';
import { parseLine } from '../logs/parse-line.ts';

/** One entry of a driver's log. */
export interface DriverLogLine {
  ts: string;
  level: NonNullable<LogEntry['level']>;
  msg: string;
}

/** A line longer than this is passed on in pieces: nothing is held whole. */
const maxLineCharacters = 64 * 1024;

/** Everything that is kept of an instance's log, oldest first; files that vanish meanwhile are as if they were empty. */
export async function* driverLogLines(
  logsFolder: string,
  driver: string,
  id: string,
): AsyncGenerator<DriverLogLine> {
  const { out, error } = driverLogFiles(logsFolder, driver, id);
  const sources = [entriesOf(out, 'info'), entriesOf(error, 'error')];
  const heads = await Promise.all(sources.map(async (source) => ({ source, head: await source.next() })));
  for (;;) {
    const live = heads.filter(({ head }) => !head.done);
    const first = live.reduce<(typeof live)[number] | undefined>(
      (best, one) => (best === undefined || timeOf(one.head) < timeOf(best.head) ? one : best),
      undefined,
    );
    if (first === undefined || first.head.done) return;
    yield first.head.value;
    first.head = await first.source.next();
  }
}

const timeOf = (head: IteratorResult<DriverLogLine>): string => (head.done ? '' : head.value.ts);

/** The rotated file, then the current one. A line without a time has the one of the line before. */
async function* entriesOf(path: string, level: 'info' | 'error'): AsyncGenerator<DriverLogLine> {
  let ts = new Date(0).toISOString();
  for (const file of [`${path}.1`, path]) {
    for await (const line of linesOf(file)) {
      const parsed = parseLine(line);
      if (parsed.at !== null) ts = new Date(parsed.at).toISOString();
      yield { ts, level: parsed.level ?? level, msg: parsed.message };
    }
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for await (const chunk of createReadStream(path)) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
      if (rest.length > maxLineCharacters) {
        yield rest;
        rest = '';
      }
    }
  } catch {
    // Not there (yet), or rotated away just now.
  }
  if (rest !== '') yield rest;
}
