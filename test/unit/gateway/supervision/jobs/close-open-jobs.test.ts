import { describe, expect, test } from 'vitest';
import { planClosing } from '../../../../../electron/gateway/supervision/jobs/close-open-jobs.ts';
import type { GatewayJob } from '../../../../../shared/gateway-api/jobs.ts';

const id = '01a1fd6b-762e-703b-b460-6da60304e696';
const job = (changes: Partial<GatewayJob>): GatewayJob => ({
  id,
  kind: 'upgrade',
  state: 'running',
  phase: 'installing',
  createdAt: '2026-11-21T09:00:00.000Z',
  endedAt: null,
  outcome: null,
  reason: null,
  code: null,
  username: 'admin',
  file: { name: 'p.zip', bytes: 1, sha256: '0'.repeat(64) },
  from: null,
  to: null,
  ...changes,
});
const boot = { verifyingJobId: null, settled: [] };
const end = { jobId: id, outcome: 'rolled-back', code: null, reason: null } as const;

describe('a job that the last run left open', () => {
  test.each([
    ['upgrade that never reached the launcher', job({ phase: 'restarting' }), boot, 'interrupted'],
    ['upgrade in the middle', job({}), boot, 'interrupted'],
    ['upgrade on probation', job({ phase: 'restarting' }), { ...boot, verifyingJobId: id }, 'verify'],
    ['upgrade that the launcher ended', job({ phase: 'restarting' }), { ...boot, settled: [end] }, 'settle'],
    ['upgrade that ended and is on probation', job({}), { verifyingJobId: id, settled: [end] }, 'settle'],
    ['restore before its commit', job({ kind: 'restore', phase: 'applying' }), boot, 'interrupted'],
    ['restore after its commit', job({ kind: 'restore', phase: 'restarting' }), boot, 'succeeded'],
    ['restore killed once more', job({ kind: 'restore', phase: 'verifying' }), boot, 'succeeded'],
    ['staged firmware', job({ kind: 'firmware', state: 'waiting', phase: 'staged' }), boot, 'leave'],
    [
      'firmware that was taken up',
      job({ kind: 'firmware', state: 'waiting', phase: 'staged' }),
      { ...boot, verifyingJobId: id },
      'verify',
    ],
    ['firmware before it was staged', job({ kind: 'firmware', phase: 'accepted' }), boot, 'interrupted'],
  ] as const)('%s', (_name, open, given, step) => {
    expect(planClosing([open], given).map((closing) => closing.step)).toEqual([step]);
  });
});
