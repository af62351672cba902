import { failure } from '#shared/errors/failure.ts';
import { compareRevisions, revisionSchema } from '#shared/gateway-api/revision.ts';
import { fail, type Result } from '#shared/result.ts';
import { readCapabilities } from '../sessions/read-identity.ts';
import { done, type JobContext, type StepEnd } from './job-context.ts';
import { pause } from './pause.ts';
import { returnsWithinMs } from './step-restart.ts';

const askEveryMs = 300;

/** After a restore: sessions are gone. An account that the backup does not hold is no failure of the restore. */
export async function loginStep(context: JobContext): Promise<StepEnd> {
  const { handle, session } = context;
  await handle.enter('login');
  const loggedIn = await patiently(context, () => session.client.logIn());
  if (loggedIn.ok) return done;
  if (!loggedIn.failure.code.startsWith('LOGIN_')) return { ok: false, failure: loggedIn.failure };
  context.facts.loginRefused = true;
  handle.note(loggedIn.failure.message);
  return done;
}

/** Reads the gateway again: what it runs now decides, not what was answered on the way. */
export async function verifyStep(context: JobContext): Promise<StepEnd> {
  const { handle, session, about, signal } = context;
  const { kind, to } = handle.job();
  await handle.enter('verifying');
  await handle.change({ downtimeMs: context.watch().downtimeMs() });
  const read = await patiently(context, () => readCapabilities(session.client, about, signal));
  if (!read.ok) return read;
  const now = read.value;
  const { gateway } = about;
  const { bootId } = handle.inner();
  if (now === null || bootId === null) {
    handle.note('this gateway tells no boot id and no revision; only its return was verified');
    return done;
  }
  if (now.bootId === bootId) {
    const what = `the ${kind}`;
    return { ok: false, failure: failure('GATEWAY_DID_NOT_GO_DOWN', { gateway, seconds: 0, what }) };
  }
  if (kind === 'upgrade' && to !== null && !sameRevision(now.revision, to)) {
    return {
      ok: false,
      failure: failure('UPGRADE_NOT_RUNNING', { gateway, found: now.revision, expected: to }),
    };
  }
  if (kind === 'firmware' && to !== null && now.firmware !== to) {
    return {
      ok: false,
      failure: failure('FIRMWARE_NOT_RUNNING', { gateway, found: now.firmware, expected: to }),
    };
  }
  handle.note(`verified: boot ${now.bootId}, revision ${now.revision}, health ok`);
  return done;
}

/** It was back already; should it fall silent once more, that alone is no verdict: its return is waited for. */
async function patiently<T>(context: JobContext, ask: () => Promise<Result<T>>): Promise<Result<T>> {
  const { about, handle, now, signal } = context;
  const giveUpAt = now() + returnsWithinMs;
  for (;;) {
    const asked = await ask();
    if (asked.ok || asked.failure.code !== 'GATEWAY_UNREACHABLE' || signal.aborted) return asked;
    if (now() > giveUpAt) {
      const facts = {
        gateway: about.gateway,
        seconds: returnsWithinMs / 1_000,
        what: `the ${handle.job().kind}`,
      };
      return fail(failure('GATEWAY_DID_NOT_RETURN', facts, asked.failure.message));
    }
    await pause(askEveryMs, signal);
  }
}

const sameRevision = (a: string, b: string): boolean =>
  revisionSchema.safeParse(a).success && revisionSchema.safeParse(b).success
    ? compareRevisions(a, b) === 0
    : a === b;
