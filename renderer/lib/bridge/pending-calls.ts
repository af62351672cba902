import type { Failure } from '#shared/errors/failure.ts';
import { fail, type Result } from '#shared/result.ts';

type Settle = (result: Result<unknown>) => void;

/** Calls that were sent and not answered yet, by the id in their frame. */
export function createPendingCalls() {
  const waiting = new Map<number, Settle>();
  let lastId = 0;
  return {
    add(): { id: number; answer: Promise<Result<unknown>> } {
      lastId += 1;
      const id = lastId;
      const answer = new Promise<Result<unknown>>((resolve) => waiting.set(id, resolve));
      return { id, answer };
    },
    settle(id: number, result: Result<unknown>): void {
      const settle = waiting.get(id);
      waiting.delete(id);
      settle?.(result);
    },
    /** Every open call ends with this failure; nobody waits for an answer that cannot come any more. */
    failAll(failure: Failure): void {
      const settles = [...waiting.values()];
      waiting.clear();
      for (const settle of settles) settle(fail(failure));
    },
    count: () => waiting.size,
  };
}
