import { jobIdHeader } from '#shared/gateway-api/answers.ts';
import type { Handlers } from '../http/call.ts';
import type { AdmitCall } from '../uploads/admit-call.ts';
import type { Upgrade } from './upgrade.ts';

export const upgradeCalls = (upgrade: Upgrade, admit: AdmitCall): Pick<Handlers, 'upgrade'> => ({
  async upgrade(call) {
    const request = {
      username: call.session.username,
      allowDowngrade: call.query.allowDowngrade === 'true',
    };
    const admitted = await admit('upgrade', call, (admission) => upgrade.prepare(admission, request));
    if (!admitted.ok) return { failure: admitted.failure };
    const { jobId, run } = admitted.value;
    // Not before the answer is out: the switch ends this process.
    return { status: 200, body: 'OK', headers: { [jobIdHeader]: jobId }, afterSent: run };
  },
});
