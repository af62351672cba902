import { jobIdHeader } from '#shared/gateway-api/answers.ts';
import type { Handlers } from '../http/call.ts';
import { admitUpload } from '../jobs/admit-upload.ts';
import type { Pipeline } from '../jobs/pipeline.ts';
import type { Firmware } from './firmware.ts';

export const firmwareCalls = (
  firmware: Firmware,
  pipeline: Pipeline,
  uploadsFolder: string,
): Pick<Handlers, 'firmwareUpgrade'> => ({
  async firmwareUpgrade(call) {
    const { username } = call.session;
    const staged = await admitUpload({ pipeline, uploadsFolder, kind: 'firmware', call }, (admission) =>
      firmware.stage(admission, username),
    );
    if (!staged.ok) return { failure: staged.failure };
    return { status: 200, body: 'OK', headers: { [jobIdHeader]: staged.value.jobId } };
  },
});
