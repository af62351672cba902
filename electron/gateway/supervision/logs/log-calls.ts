import { failure } from '#shared/errors/failure.ts';
import type { RecordActivity } from '../activity/record-activity.ts';
import type { Handlers } from '../http/call.ts';
import { emptyLogFile, type LogFile, listLogFiles } from './log-files.ts';
import { tailLogs } from './tail-logs.ts';

interface LogCallsOptions {
  /** Where all managed processes have their files. */
  folder: string;
  /** Not one that fails: emptying logs is how a full disk gets room. */
  note: RecordActivity;
}

/** Logs of the managed processes (contract §4). Names of processes are looked up and never become paths. */
export function logCalls({ folder, note }: LogCallsOptions): Pick<Handlers, 'logs' | 'logsFlush'> {
  return {
    async logs({ query }) {
      const files = await listLogFiles(folder);
      const wanted = files
        .filter(({ type }) => query.type === 'all' || type === query.type)
        .filter(({ process }) => query.process === undefined || process === query.process);
      return {
        status: 200,
        body: { logs: await tailLogs(wanted, query.lines), processes: processesOf(files) },
      };
    },
    async logsFlush({ query, caller }) {
      const files = await listLogFiles(folder);
      const wanted = files.filter(({ process }) => query.process === undefined || process === query.process);
      if (query.process !== undefined && wanted.length === 0) {
        return { failure: failure('NOT_FOUND', { what: `A process ${query.process} with a log` }) };
      }
      note({
        type: 'log',
        action: 'flushed',
        target: query.process ?? 'all',
        user: caller.name,
        address: caller.address,
        details: { processes: processesOf(wanted) },
      });
      for (const file of wanted) await emptyLogFile(file);
      return { status: 200, body: { success: true, message: 'Logs flushed' } };
    },
  };
}

const processesOf = (files: readonly LogFile[]): string[] =>
  [...new Set(files.map(({ process }) => process))].sort();
