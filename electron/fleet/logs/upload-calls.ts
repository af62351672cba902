import type { FleetHandlers } from '../http/call.ts';
import type { AgentLogs } from './agent-logs.ts';
import { dropSummary } from './drop-summary.ts';

/** Agents give batches an id of about 60 characters. */
const maxIdCharacters = 200;

/** Batches of log lines as agents send them (wire §1.6). */
export function logUploadCalls({
  logs,
  now,
}: {
  logs: AgentLogs;
  now(): number;
}): Pick<FleetHandlers, 'uploadLogs' | 'droppedLogs'> {
  return {
    async uploadLogs({ who, headers, stream }) {
      const id = batchIdOf(headers['x-batch-id']);
      const encoding = headers['content-encoding'];
      const stored = await logs.receive(who, { id, body: stream, encoding });
      if (!stored.ok) return stored;
      const { duplicate, lines, refused, firstReason } = stored.value;
      const answer = { batchId: id ?? 'auto-generated', accepted: true as const };
      if (duplicate) return { status: 200, body: { ...answer, duplicate: true } };
      const reason = firstReason === null ? {} : { reason: firstReason };
      return { status: 202, body: { ...answer, queued: true, lines, refused, ...reason } };
    },
    async droppedLogs({ who, body: { summaries } }) {
      const at = now();
      await logs.add(
        who,
        summaries.map((summary) => dropSummary(summary, at)),
      );
      const received = summaries.length;
      return { status: 200, body: { status: 'ok', received, message: `${received} summaries stored` } };
    },
  };
}

function batchIdOf(header: string | string[] | undefined): string | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
  return text === '' ? null : text.slice(0, maxIdCharacters);
}
