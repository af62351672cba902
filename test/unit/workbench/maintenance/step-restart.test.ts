import { expect, test } from 'vitest';
import type { JobContext } from '../../../../electron/workbench/maintenance/job-context.ts';
import { returnStep } from '../../../../electron/workbench/maintenance/step-restart.ts';

/** A gateway that fell silent and did not come back in time; `isBefore`: the boot from before answers again. */
const context = (isBefore: boolean) =>
  ({
    signal: new AbortController().signal,
    about: { gateway: 'boiler-room', address: 'http://x' },
    handle: {
      job: () => ({ kind: 'reboot', phases: ['returning'], phase: 'returning', cancellable: false }),
      inner: () => ({ bootId: 'a', gatewayJobId: null }),
      enter: async () => undefined,
    },
    watch: () => ({ wentDown: async () => true, cameBack: async () => false, isBefore: () => isBefore }),
  }) as unknown as JobContext;

test('a gateway that answers as before was never away, whatever the cable did', async () => {
  expect(await returnStep(context(true))).toMatchObject({
    failure: {
      code: 'GATEWAY_DID_NOT_GO_DOWN',
      message:
        'boiler-room did not restart within 180 s after the reboot. It still runs as before; look at its log.',
    },
  });
});

test('a gateway that stays silent did not come back', async () => {
  expect(await returnStep(context(false))).toMatchObject({
    failure: { code: 'GATEWAY_DID_NOT_RETURN' },
  });
});
