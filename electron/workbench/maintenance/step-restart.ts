import { failure } from '#shared/errors/failure.ts';
import { gatewayApi } from '#shared/gateway-api/contract.ts';
import { answerFailure, requestFor } from '../sessions/contract-request.ts';
import { isSilence } from '../sessions/silence.ts';
import { done, type JobContext, type StepEnd } from './job-context.ts';
import { withWayOut } from './way-out.ts';

const unansweredMs = 10_000;
const goesDownWithinMs = 60_000;
/** A plain box says nothing while it installs; a real one takes its time. */
const plainGoesDownWithinMs = 15 * 60_000;
/** Longer than health check and rollback of the gateway together (60 s each way). */
export const returnsWithinMs = 180_000;

/** Asks for the reboot. The answer may never arrive (contract §2): what counts is that the gateway goes down. */
export async function rebootStep(context: JobContext): Promise<StepEnd> {
  const { handle, session, about, signal } = context;
  await handle.enter(handle.job().kind === 'reboot' ? 'requesting' : 'rebooting');
  const watch = context.watch();
  const call = context.extensions.includes('reboot-post') ? 'rebootPost' : 'reboot';
  const asked = await session.client.send({ ...requestFor(call), body: () => undefined, signal });
  if (!asked.ok) {
    // Without an answer it either reboots already or never heard of it.
    const heard = isSilence(asked.failure) && (await watch.wentDown(unansweredMs));
    if (!heard) return { ok: false, failure: asked.failure };
  }
  if (asked.ok && asked.value.status !== 200) {
    return { ok: false, failure: answerFailure(asked.value, about.gateway, gatewayApi[call]) };
  }
  await handle.enter('down');
  if (await watch.wentDown(goesDownWithinMs)) return done;
  const seconds = goesDownWithinMs / 1_000;
  const facts = { gateway: about.gateway, seconds, what: 'it was asked to reboot' };
  return { ok: false, failure: failure('GATEWAY_DID_NOT_GO_DOWN', facts) };
}

/** Waits until another, healthy boot answers. */
export async function returnStep(context: JobContext): Promise<StepEnd> {
  const { handle, about } = context;
  const watch = context.watch();
  const { kind } = handle.job();
  const what = kind === 'reboot' ? 'the reboot' : `the ${kind}`;
  const proved = handle.inner().bootId !== null;
  // Without a boot id an update is seen by the version that its own check tells; it may not even restart the box.
  if (kind === 'update' && !proved) return done;
  const downWithinMs = proved ? returnsWithinMs : plainGoesDownWithinMs;
  if (!(await withWayOut(context, watch.wentDown(downWithinMs)))) {
    const seconds = downWithinMs / 1_000;
    return {
      ok: false,
      failure: failure('GATEWAY_DID_NOT_GO_DOWN', { gateway: about.gateway, seconds, what }),
    };
  }
  await handle.enter(kind === 'reboot' ? 'returning' : 'restarting');
  if (await withWayOut(context, watch.cameBack(returnsWithinMs))) return done;
  const facts = { gateway: about.gateway, seconds: returnsWithinMs / 1_000, what };
  // A cable that was out for a while looks like a restart until the old boot answers again.
  const code = watch.isBefore() ? 'GATEWAY_DID_NOT_GO_DOWN' : 'GATEWAY_DID_NOT_RETURN';
  return { ok: false, failure: failure(code, facts) };
}
