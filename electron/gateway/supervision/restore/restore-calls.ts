import { jobIdHeader } from '#shared/gateway-api/answers.ts';
import type { SupervisionMessage } from '../../launcher-protocol.ts';
import type { Handlers } from '../http/call.ts';
import { admitUpload } from '../jobs/admit-upload.ts';
import type { Pipeline } from '../jobs/pipeline.ts';
import type { Restore } from './restore.ts';

export const restoreCalls = (
  restore: Restore,
  pipeline: Pipeline,
  uploadsFolder: string,
  send: (message: SupervisionMessage) => void,
): Pick<Handlers, 'restore'> => ({
  async restore(call) {
    const { username } = call.session;
    const restored = await admitUpload({ pipeline, uploadsFolder, kind: 'restore', call }, (admission) =>
      restore.run(admission, username),
    );
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
