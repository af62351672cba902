import { jobIdHeader } from '#shared/gateway-api/answers.ts';
import type { Handlers } from '../http/call.ts';
import type { AdmitCall } from '../uploads/admit-call.ts';
import type { Firmware } from './firmware.ts';

export const firmwareCalls = (firmware: Firmware, admit: AdmitCall): Pick<Handlers, 'firmwareUpgrade'> => ({
  async firmwareUpgrade(call) {
    const { username } = call.session;
    const staged = await admit('firmware', call, (admission) => firmware.stage(admission, username));
    if (!staged.ok) return { failure: staged.failure };
    return { status: 200, body: 'OK', headers: { [jobIdHeader]: staged.value.jobId } };
  },
});
