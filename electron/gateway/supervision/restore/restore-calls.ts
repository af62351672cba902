import { jobIdHeader } from '#shared/gateway-api/answers.ts';
import type { SupervisionMessage } from '../../launcher-protocol.ts';
import type { Handlers } from '../http/call.ts';
import type { AdmitCall } from '../uploads/admit-call.ts';
import type { Restore } from './restore.ts';

export const restoreCalls = (
  restore: Restore,
  admit: AdmitCall,
  send: (message: SupervisionMessage) => void,
): Pick<Handlers, 'restore'> => ({
  async restore(call) {
    const { username } = call.session;
    const restored = await admit('restore', call, (admission) => restore.run(admission, username));
    if (!restored.ok) return { failure: restored.failure };
    const { jobId } = restored.value;
    return {
      status: 200,
      body: { err: null },
      headers: { [jobIdHeader]: jobId },
      afterSent: () => send({ type: 'restart', jobId }),
    };
  },
});
