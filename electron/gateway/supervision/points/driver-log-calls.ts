import { Readable } from 'node:stream';
import { failure } from '#shared/errors/failure.ts';
import { attachment } from '../http/attachment.ts';
import type { Handlers } from '../http/call.ts';
import type { DocumentStore } from './document-store.ts';
import { type DriverLogLine, driverLogLines } from './driver-log-lines.ts';

type LogHandlers = Pick<Handlers, 'driverLogFile' | 'driverLogRaw' | 'driverLogJson'>;

const asText = ({ ts, level, msg }: DriverLogLine): string => `${ts} ${level} ${msg}\n`;
const asJson = (line: DriverLogLine): string => `${JSON.stringify(line)}\n`;

/** The logs of driver instances in the source's three forms, streamed. */
export function driverLogCalls(store: DocumentStore, logsFolder: string): LogHandlers {
  const open = ({ driver, id }: { driver: string; id: string }, format: (line: DriverLogLine) => string) => {
    if (store.all('gateways').get(id)?.driver !== driver) return null;
    return Readable.from(formatted(driverLogLines(logsFolder, driver, id), format), { objectMode: false });
  };
  const missing = { failure: failure('NOT_FOUND', { what: 'This driver instance' }) } as const;
  return {
    driverLogFile({ params }) {
      const body = open(params, asText);
      if (body === null) return missing;
      const headers = { 'content-disposition': attachment(`${params.driver}_${params.id}.log`) };
      return { status: 200, body, headers };
    },
    driverLogRaw({ params }) {
      const body = open(params, asText);
      // The row says text; a stream is one, too.
      return body === null ? missing : { status: 200, body: body as unknown as string };
    },
    driverLogJson({ params }) {
      const body = open(params, asJson);
      return body === null ? missing : { status: 200, body };
    },
  };
}

async function* formatted<T>(items: AsyncIterable<T>, format: (item: T) => string): AsyncGenerator<string> {
  for await (const item of items) yield format(item);
}
