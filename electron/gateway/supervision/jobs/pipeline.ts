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
}

export function createPipeline(): Pipeline {
  const holder: { kind: GatewayJobKind | null } = { kind: null };
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
  };
}
