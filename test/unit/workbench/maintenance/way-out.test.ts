import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Job } from '#shared/bridge/maintenance.ts';
import type { JobContext } from '../../../../electron/workbench/maintenance/job-context.ts';
import { wayOutAfterMs, withWayOut } from '../../../../electron/workbench/maintenance/way-out.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function waiting(phase: string) {
  const job = { kind: 'upgrade', phases: ['upload', 'restarting'], phase, cancellable: phase === 'upload' };
  const cancel = new AbortController();
  const told: boolean[] = [];
  const handle = {
    job: () => job as unknown as Job,
    offerCancel(cancellable: boolean) {
      job.cancellable = cancellable;
      told.push(cancellable);
    },
  };
  return { context: { handle, signal: cancel.signal } as unknown as JobContext, job, told, cancel };
}

describe('waiting for a gateway that is away', () => {
  test('cannot be ended at first, can be after a while, and not any more when it is back', async () => {
    const { context, told } = waiting('restarting');
    const back = Promise.withResolvers<string>();
    const waited = withWayOut(context, back.promise);
    await vi.advanceTimersByTimeAsync(wayOutAfterMs - 1);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toEqual([true]);
    back.resolve('back');
    expect(await waited).toBe('back');
    expect(told).toEqual([true, false]);
  });

  test('that is short offers nothing', async () => {
    const { context, told } = waiting('restarting');
    await withWayOut(context, Promise.resolve(null));
    await vi.advanceTimersByTimeAsync(wayOutAfterMs * 2);
    expect(told).toEqual([]);
  });

  test('in a phase that can be cancelled anyway changes nothing about that', async () => {
    const { context, job, told } = waiting('upload');
    const back = Promise.withResolvers<null>();
    const waited = withWayOut(context, back.promise);
    await vi.advanceTimersByTimeAsync(wayOutAfterMs);
    back.resolve(null);
    await waited;
    expect([told, job.cancellable]).toEqual([[], true]);
  });

  test('that was cancelled tells nothing more', async () => {
    const { context, told, cancel } = waiting('restarting');
    const back = Promise.withResolvers<null>();
    const waited = withWayOut(context, back.promise);
    await vi.advanceTimersByTimeAsync(wayOutAfterMs);
    cancel.abort();
    back.resolve(null);
    await waited;
    expect(told).toEqual([true]);
  });
});
