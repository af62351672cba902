import { ok } from '#shared/result.ts';
import type { RecordActivity } from '../activity/record-activity.ts';
import type { PeersHandlers } from '../peers/peers-method.ts';
import type { Updates } from './updates.ts';

/** Its part of the dispatcher's module `system`. */
export const updateMethods = ({
  updates,
  note,
}: {
  updates: Updates;
  note: RecordActivity;
}): Pick<PeersHandlers<'system'>, 'upgradeSupervisionRevision'> => ({
  async upgradeSupervisionRevision(_args, { caller: { name: user, address } }) {
    const applied = await updates.apply(user);
    if (applied.ok) {
      const { jobId, version } = applied.value;
      note({ type: 'update', action: 'started', target: version, user, address, details: { job: jobId } });
      return ok({ jobId, version });
    }
    return applied;
  },
});
