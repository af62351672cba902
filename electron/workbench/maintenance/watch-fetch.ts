import { createRateMeter } from '#platform/transfer/rate-meter.ts';
import { pause } from '../pause.ts';
import type { JobContext } from './job-context.ts';

const lookEveryMs = 1_000;

/**
 * Shows how far the gateway's own download is while `fetching` goes on: its answer comes only at the end. Of boxes that tell
 * nothing of themselves nothing is asked: their look at the feed may be a real one each time.
 */
export async function watchFetch<T>(context: JobContext, fetching: Promise<T>): Promise<T> {
  const watched = new AbortController();
  const signal = AbortSignal.any([context.signal, watched.signal]);
  const watching = context.handle.inner().bootId === null ? Promise.resolve() : look(context, signal);
  try {
    return await fetching;
  } finally {
    watched.abort();
    await watching;
  }
}

async function look({ handle, management, now }: JobContext, signal: AbortSignal): Promise<void> {
  let meter: ReturnType<typeof createRateMeter> | null = null;
  for (;;) {
    await pause(lookEveryMs, signal);
    if (signal.aborted || management === null) return;
    const asked = await management.call('updates', { signal });
    const moving = asked.ok ? asked.value.download : undefined;
    if (signal.aborted || moving === undefined) continue;
    const { bytes, total } = moving;
    meter ??= createRateMeter(total, now(), bytes);
    meter.add(bytes, now());
    handle.advance(total === 0 ? 0 : bytes / total, meter.read(now()));
  }
}
