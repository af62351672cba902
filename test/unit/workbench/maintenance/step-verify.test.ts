import { expect, test } from 'vitest';
import type { JobContext } from '../../../../electron/workbench/maintenance/job-context.ts';
import { loginStep } from '../../../../electron/workbench/maintenance/step-verify.ts';
import { failure } from '../../../../shared/errors/failure.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';

/** A gateway whose first answers to a login are these; after them it lets in. */
const context = (answers: Result<null>[]) => {
  const notes: string[] = [];
  const facts = { loginRefused: false };
  const made = {
    facts,
    now: Date.now,
    signal: new AbortController().signal,
    about: { gateway: 'boiler-room', address: 'http://x' },
    handle: {
      job: () => ({ kind: 'restore' }),
      enter: async () => undefined,
      note: (it: string) => notes.push(it),
    },
    session: { client: { logIn: async () => answers.shift() ?? ok(null) } },
  };
  return { context: made as unknown as JobContext, facts, notes, left: () => answers.length };
};

test.each([
  ['the network is down', failure('GATEWAY_UNREACHABLE', { gateway: 'g', address: 'a', why: 'w' })],
  ['the cable is out', failure('SERIAL_NOT_THERE', { port: '/dev/ttyUSB0' })],
  ['the console is silent', failure('LINK_NO_ANSWER', { line: '/dev/ttyUSB0' })],
  ['too much was asked', failure('RATE_LIMITED', { gateway: 'g', seconds: 1 })],
])('the login after a restore is tried again while %s', async (_, failed) => {
  const { context: job, left, facts } = context([fail(failed)]);
  expect(await loginStep(job)).toMatchObject({ ok: true });
  expect(left()).toBe(0);
  expect(facts.loginRefused).toBe(false);
});

test('an account that the backup does not hold is told, and is no failure of the restore', async () => {
  const {
    context: job,
    facts,
    notes,
  } = context([fail(failure('LOGIN_REFUSED', { gateway: 'boiler-room' }))]);
  expect(await loginStep(job)).toMatchObject({ ok: true });
  expect(facts.loginRefused).toBe(true);
  expect(notes).toHaveLength(1);
});
