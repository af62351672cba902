import { expect, onTestFinished, test, vi } from 'vitest';
import type { Transfer } from '#platform/transfer/rate-meter.ts';
import type { JobContext } from '../../../../electron/workbench/maintenance/job-context.ts';
import { watchFetch } from '../../../../electron/workbench/maintenance/watch-fetch.ts';
import { ok } from '../../../../shared/result.ts';

function bench(bootId: string | null) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let bytes = 0;
  const told: { fraction: number; transfer: Transfer | undefined }[] = [];
  const asked: string[] = [];
  const context = {
    handle: {
      inner: () => ({ bootId, gatewayJobId: null }),
      advance: (fraction: number, transfer?: Transfer) => told.push({ fraction, transfer }),
    },
    management: {
      async call(name: string) {
        asked.push(name);
        bytes += 250;
        return ok({ download: { version: '2', bytes, total: 1_000 } });
      },
    },
    signal: new AbortController().signal,
    now: Date.now,
  } as unknown as JobContext;
  const answer = Promise.withResolvers<string>();
  return { told, asked, answer, watched: watchFetch(context, answer.promise) };
}

test('the gateway’s own download is shown in bytes until its answer is there', async () => {
  const { told, asked, answer, watched } = bench('boot');
  await vi.advanceTimersByTimeAsync(2_500);
  expect(told.map(({ fraction }) => fraction)).toEqual([0.25, 0.5]);
  expect(told.at(-1)?.transfer).toMatchObject({ bytes: 500, totalBytes: 1_000 });
  answer.resolve('there');
  expect(await watched).toBe('there');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked).toHaveLength(2);
});

test('a box that tells nothing of itself is not asked', async () => {
  const { asked, answer, watched } = bench(null);
  await vi.advanceTimersByTimeAsync(5_000);
  answer.resolve('there');
  await watched;
  expect(asked).toEqual([]);
});
