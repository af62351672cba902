import { failure } from '#shared/errors/failure.ts';
import { compareRevisions, revisionSchema } from '#shared/gateway-api/revision.ts';
import { fail, type Result } from '#shared/result.ts';
import { pause } from '../pause.ts';
import { readCapabilities } from '../sessions/read-identity.ts';
import { isSilence } from '../sessions/silence.ts';
import { done, type JobContext, type StepEnd } from './job-context.ts';
import { returnsWithinMs } from './step-restart.ts';
import { setWayOut, wayOutAfterMs, withWayOut } from './way-out.ts';

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
  if (kind === 'update' && bootId === null) return verifyVersion(context);
  if (now === null || bootId === null) {
    handle.note('this gateway tells no boot id and no revision; only its return was verified');
    return done;
  }
  if (now.bootId === bootId) {
    const what = `the ${kind}`;
    return { ok: false, failure: failure('GATEWAY_DID_NOT_GO_DOWN', { gateway, seconds: 0, what }) };
  }
  if ((kind === 'upgrade' || kind === 'update') && to !== null && !sameRevision(now.revision, to)) {
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

/** A box without a boot id: its own update check tells what it runs, once it is back. */
async function verifyVersion(context: JobContext): Promise<StepEnd> {
  const { handle, about, management, now, signal } = context;
  const { to } = handle.job();
  if (management === null || to === null) throw new Error('an update has a version and a management API');
  const giveUpAt = now() + returnsWithinMs;
  const look = async (): Promise<StepEnd> => {
    for (;;) {
      const read = await management.call('updates', { signal });
      const found = read.ok ? read.value.currentVersion : null;
      if (found !== null && sameRevision(found, to)) {
        handle.note(`verified: ${about.gateway} tells that it runs ${found}`);
        return done;
      }
      if (!read.ok && read.failure.code.startsWith('KEY_')) return read;
      if (signal.aborted || now() > giveUpAt) {
        if (!read.ok) return read;
        const facts = { gateway: about.gateway, found: read.value.currentVersion, expected: to };
        return { ok: false, failure: failure('UPGRADE_NOT_RUNNING', facts) };
      }
      await pause(askEveryMs, signal);
    }
  };
  return withWayOut(context, look());
}

/** It was back already; should it fall silent once more, that alone is no verdict: its return is waited for. */
async function patiently<T>(context: JobContext, ask: () => Promise<Result<T>>): Promise<Result<T>> {
  const { about, handle, now, signal } = context;
  const silentSince = now();
  const giveUpAt = silentSince + returnsWithinMs;
  for (;;) {
    const asked = await ask();
    const worthAsking = !asked.ok && (isSilence(asked.failure) || asked.failure.code === 'RATE_LIMITED');
    if (asked.ok || !worthAsking || signal.aborted) return asked;
    if (now() - silentSince > wayOutAfterMs) setWayOut(context, true);
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
