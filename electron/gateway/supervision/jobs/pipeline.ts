import { failure } from '#shared/errors/failure.ts';
import type { GatewayJobKind } from '#shared/gateway-api/jobs.ts';
import { fail, ok, type Result } from '#shared/result.ts';

const called: Record<GatewayJobKind, string> = {
  upgrade: 'upgrade',
  firmware: 'firmware upgrade',
  restore: 'restore',
};

/** One maintenance pipeline at a time, from the first byte of its upload to its end (contract §2). */
export interface Pipeline {
  /** Fails with PIPELINE_BUSY, which names the running one. Calling `leave` twice is harmless. */
  enter(kind: GatewayJobKind): Result<{ leave(): void }>;
  /** Work that writes to the state: {@link stop} waits for it. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Aborts when this process is to end: what runs stops before its next step. */
  stopping: AbortSignal;
  /** Resolves when nothing that is tracked runs any more. */
  stop(): Promise<void>;
}

export function createPipeline(): Pipeline {
  const holder: { kind: GatewayJobKind | null } = { kind: null };
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();
  return {
    enter(kind) {
      if (holder.kind !== null) return fail(failure('PIPELINE_BUSY', { running: called[holder.kind] }));
      holder.kind = kind;
      let left = false;
      return ok({
        leave() {
          if (!left) holder.kind = null;
          left = true;
        },
      });
    },
    track(work) {
      running.add(work);
      const over = () => void running.delete(work);
      work.then(over, over);
      return work;
    },
    stopping: stopping.signal,
    async stop() {
      stopping.abort();
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
