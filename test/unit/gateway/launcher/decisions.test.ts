import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factoryRevision } from '../../../../electron/gateway/factory-revision.ts';
import {
  afterAcknowledged,
  afterEnding,
  afterFirmwareRefused,
  afterFirmwareTakenUp,
  afterHealthy,
  afterLauncherStart,
  afterMissingProgram,
  chooseRun,
  type Ending,
} from '../../../../electron/gateway/launcher/decisions.ts';
import { initialState, type LauncherState } from '../../../../electron/gateway/launcher/launcher-state.ts';

const now = '2026-11-20T10:00:00.000Z';
const seconds = 60;
const jobId = '0193a7c0-0000-7000-8000-000000000001';
const facts = { crashes: 0, now, seconds };
const crash: Ending = { kind: 'exited', how: 'with code 9', healthyForMs: 0 };

const onTrial = (state: LauncherState = initialState) =>
  afterEnding(state, { kind: 'switch', jobId, revision: '2026.12' }, facts).state;

describe('an upgrade', () => {
  test('runs on probation and is confirmed when healthy', () => {
    const trying = onTrial();
    expect(chooseRun(trying)).toMatchObject({
      program: '2026.12',
      revision: '2026.12',
      verifyingJobId: jobId,
    });
    expect(trying.active).toBe('factory');
    const { state, job } = afterHealthy(trying);
    expect(job).toEqual({ jobId, outcome: 'succeeded', code: null, reason: null });
    expect(state).toMatchObject({ active: '2026.12', previous: 'factory', trial: null, settled: [job] });
    expect(afterHealthy(state)).toEqual({ state, job: null });
    expect(afterAcknowledged(state, [jobId]).settled).toEqual([]);
  });

  test('that is not healthy in time is rolled back, with a sentence', () => {
    const { state, next } = afterEnding(onTrial(), { kind: 'unhealthy', why: 'it says nothing' }, facts);
    expect(state).toMatchObject({ active: 'factory', trial: null });
    expect(state.settled[0]).toEqual({
      jobId,
      outcome: 'rolled-back',
      code: 'UPGRADE_ROLLED_BACK',
      reason: `The new revision 2026.12 did not become healthy within 60 s: it says nothing. The gateway runs ${factoryRevision} again.`,
    });
    expect(next).toEqual({ do: 'start', afterMs: 0, boot: false, crashes: 0 });
  });

  test('may crash twice; the third crash rolls it back before the time is over', () => {
    let state = onTrial();
    let crashes = 0;
    for (const expected of [1, 2]) {
      const decision = afterEnding(state, crash, { ...facts, crashes });
      expect(decision.next).toMatchObject({ do: 'start', crashes: expected });
      expect(decision.state.trial).not.toBeNull();
      state = decision.state;
      crashes = expected;
    }
    const last = afterEnding(state, crash, { ...facts, crashes });
    expect(last.state.settled[0]?.reason).toContain('it ended 3 times, with code 9');
  });

  test('is tried by two launchers, then rolled back', () => {
    const second = afterLauncherStart(onTrial(), { seconds });
    expect(second.trial).toMatchObject({ attempts: 2 });
    const third = afterLauncherStart(second, { seconds });
    expect(third).toMatchObject({ trial: null, active: 'factory' });
    expect(third.settled[0]).toMatchObject({ outcome: 'rolled-back' });
  });

  test('whose program is missing is rolled back; a missing active one falls back to the factory', () => {
    expect(afterMissingProgram(onTrial(), { seconds })).toMatchObject({ trial: null, active: 'factory' });
    expect(afterMissingProgram({ ...initialState, active: '2026.12' }, { seconds })).toMatchObject({
      active: 'factory',
      settled: [],
    });
  });
});

test('a restore that makes the gateway unhealthy is settled as failed', () => {
  const { state } = afterEnding(initialState, { kind: 'restart', jobId }, facts);
  expect(chooseRun(state)).toMatchObject({ program: 'factory', verifyingJobId: jobId });
  const interrupted = [1, 2, 3].reduce((before) => afterLauncherStart(before, { seconds }), state);
  expect(interrupted).toMatchObject({ trial: { kind: 'restart' }, settled: [] });
  const { state: after } = afterEnding(state, { kind: 'unhealthy', why: 'no database' }, facts);
  expect(after.settled[0]).toMatchObject({ outcome: 'failed', code: 'RESTORE_UNHEALTHY' });
});

test('firmware runs on probation and falls back to what was there', () => {
  const firmware = { slot: 'a' as const, version: '7.1' };
  const trying = afterFirmwareTakenUp(initialState, { jobId, firmware, now });
  expect(chooseRun(trying)).toMatchObject({ program: 'factory', firmware });
  expect(afterHealthy(trying).state).toMatchObject({ firmware, trial: null });
  const { state } = afterEnding(trying, { kind: 'unhealthy', why: 'no light' }, facts);
  expect(state).toMatchObject({ firmware: initialState.firmware, lastFirmwareJobId: jobId });
  expect(state.settled[0]).toMatchObject({ outcome: 'rolled-back', code: 'FIRMWARE_ROLLED_BACK' });
  const refused = afterFirmwareRefused(initialState, { jobId, code: 'SIGNATURE_MISSING', reason: 'why' });
  expect(refused.settled).toEqual([{ jobId, outcome: 'failed', code: 'SIGNATURE_MISSING', reason: 'why' }]);
});

test('a confirmed revision that crashes comes back later each time, at once after a long good run', () => {
  const waits = [0, 1, 2, 3].map((crashes) => afterEnding(initialState, crash, { ...facts, crashes }).next);
  expect(waits.map((next) => next.do === 'start' && next.afterMs)).toEqual([250, 500, 1000, 2000]);
  const good: Ending = { ...crash, healthyForMs: 3_600_000 };
  expect(afterEnding(initialState, good, { ...facts, crashes: 9 }).next).toMatchObject({
    crashes: 1,
    afterMs: 250,
  });
});

test('a reboot takes firmware up, a restart and a switch do not; a stop ends', () => {
  const bootOf = (ending: Ending) => {
    const { next } = afterEnding(initialState, ending, facts);
    return next.do === 'start' && next.boot;
  };
  expect(bootOf({ kind: 'reboot' })).toBe(true);
  expect(bootOf({ kind: 'restart', jobId })).toBe(false);
  expect(bootOf({ kind: 'switch', jobId, revision: '2026.12' })).toBe(false);
  expect(afterEnding(initialState, { kind: 'stopped' }, facts).next).toEqual({ do: 'end' });
});

describe('whatever happens, in any order', () => {
  const uuid = fc.uuid();
  const revision = fc.constantFrom('2026.12', '2027.01.3');
  const event = fc.oneof(
    fc.constant({ kind: 'launcher-start' } as const),
    fc.constant({ kind: 'healthy' } as const),
    fc.constant({ kind: 'missing' } as const),
    fc.record({ kind: fc.constant('firmware' as const), jobId: uuid }),
    fc.record({ kind: fc.constant('switch' as const), jobId: uuid, revision }),
    fc.record({ kind: fc.constant('restart' as const), jobId: uuid }),
    fc.constant({ kind: 'reboot' } as const),
    fc.constant({ kind: 'unhealthy', why: 'x' } as const),
    fc.constant({ kind: 'exited', how: 'by SIGKILL', healthyForMs: 5 } as const),
  );

  type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

  /** One step as the launcher takes it. */
  function step(state: LauncherState, one: Event, crashes: number) {
    switch (one.kind) {
      case 'launcher-start':
        return { state: afterLauncherStart(state, { seconds }), crashes: 0 };
      case 'healthy':
        return { state: afterHealthy(state).state, crashes };
      case 'missing':
        return { state: afterMissingProgram(state, { seconds }), crashes };
      case 'firmware': {
        const firmware = { slot: 'b' as const, version: '2' };
        const free = state.trial === null;
        return {
          state: free ? afterFirmwareTakenUp(state, { jobId: one.jobId, firmware, now }) : state,
          crashes,
        };
      }
      default: {
        const { state: after, next } = afterEnding(state, one, { ...facts, crashes });
        return { state: after, crashes: next.do === 'start' ? next.crashes : 0 };
      }
    }
  }

  test('active changes only by being seen healthy, and every trial ends in one settled job', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let state = initialState;
        let crashes = 0;
        for (const one of events) {
          const before = state;
          ({ state, crashes } = step(before, one, crashes));
          if (state.active !== before.active) {
            expect(one.kind === 'healthy' || (one.kind === 'missing' && state.active === 'factory')).toBe(
              true,
            );
          }
          const open = before.trial;
          const ended = open !== null && state.trial?.jobId !== open.jobId;
          const settled = state.settled.filter((job) => job.jobId === open?.jobId);
          if (ended) expect(settled).toHaveLength(1);
          if (open !== null && !ended) expect(state.trial?.kind).toBe(open.kind);
          expect(state.settled.some((job) => job.jobId === state.trial?.jobId)).toBe(false);
          if (one.kind === 'unhealthy') expect(state.trial).toBeNull();
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a trial is over after two launcher starts or three crashes', () => {
    const bad = fc.constantFrom<Ending | 'launcher-start'>(crash, 'launcher-start', { kind: 'reboot' });
    fc.assert(
      fc.property(fc.array(bad, { maxLength: 30 }), (events) => {
        let state = onTrial();
        let crashes = 0;
        let starts = 1;
        let inRow = 0;
        for (const one of events) {
          if (state.trial === null) return;
          if (one === 'launcher-start') {
            starts += 1;
            inRow = 0;
          } else inRow = one.kind === 'exited' ? inRow + 1 : 0;
          ({ state, crashes } = step(
            state,
            one === 'launcher-start' ? { kind: one } : (one as Event),
            crashes,
          ));
          if (starts > 2 || inRow >= 3) expect(state.trial).toBeNull();
        }
      }),
    );
  });
});
