import { runCommand } from '#platform/processes/run-command.ts';
import { failure } from '#shared/errors/failure.ts';
import type { BootInfo, SupervisionMessage } from '../../launcher-protocol.ts';
import type { RecordActivity } from '../activity/record-activity.ts';
import type { Handlers } from '../http/call.ts';

interface IdentifyOptions {
  identify: BootInfo['identify'];
  send(message: SupervisionMessage): void;
  /** Never fails: a full disk must not keep a light from blinking. */
  note: RecordActivity;
  timeoutMs?: number;
}

/** A light blinks for seconds, not for minutes. */
const commandTimeoutMs = 30_000;

/** `POST /system/identify`: shows somebody in front of several boxes which one this is. */
export const identifyCalls = ({
  identify,
  send,
  note,
  timeoutMs = commandTimeoutMs,
}: IdentifyOptions): Pick<Handlers, 'identify'> => ({
  async identify({ caller }) {
    if (identify === null) return { failure: failure('IDENTIFY_IMPOSSIBLE') };
    if (identify.by === 'workbench') send({ type: 'identify', by: caller.name, at: Date.now() });
    else {
      const { problem, output } = await runCommand(identify.command, { timeoutMs });
      if (problem !== null) return { failure: failure('IDENTIFY_FAILED', { why: problem }, output) };
    }
    note({
      type: 'session',
      action: 'identified',
      target: identify.by,
      user: caller.name,
      address: caller.address,
    });
    return { status: 200, body: { err: null, by: identify.by } };
  },
});
