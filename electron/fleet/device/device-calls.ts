import type { FleetHandlers } from '../http/call.ts';
import type { Reports } from '../reports/reports.ts';
import { hasNothingNew, pollBody, pollTag } from '../target-state/poll-answer.ts';
import type { TargetStates } from '../target-state/target-states.ts';

/** What agents ask and tell about their state (wire §1.6). */
export function deviceCalls({
  targets,
  reports,
}: {
  targets: TargetStates;
  reports: Reports;
}): Pick<FleetHandlers, 'pollTargetState' | 'reportState'> {
  return {
    async pollTargetState({ who: { agentUuid }, headers }) {
      const wanted = headers['if-none-match'];
      const tag = await targets.tags.find(agentUuid);
      if (hasNothingNew(tag, wanted)) return notModified(tag.bodyBytes);
      const target = await targets.newest(agentUuid);
      // Another version may have come since; what is sent has its own tag.
      const sent = pollTag(agentUuid, target);
      if (hasNothingNew(sent, wanted)) return notModified(sent.bodyBytes);
      return { status: 200, headers: { etag: sent.etag }, body: pollBody(agentUuid, target) };
    },
    async reportState({ who, body }) {
      const received = await reports.receive(who, body);
      return received.ok ? { status: 200, body: { status: 'ok' } } : received;
    },
  };
}

const notModified = (bytes: number) => ({
  status: 304 as const,
  headers: { 'x-content-length': String(bytes) },
  body: '',
});
