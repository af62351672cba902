import { backOffMs } from '#platform/processes/back-off.ts';

const backOff = { firstMs: 1_000, maxMs: 30_000 };

/**
 * Which units of a line answer. One that does not is left alone for a while, twice as long each time, so that it does not
 * take the time of the others.
 */
export function createUnitHealth() {
  const failing = new Map<number, { failures: number; untilMs: number; reason: string }>();
  const answering = new Set<number>();
  return {
    mayAsk: (unit: number, nowMs: number): boolean => nowMs >= (failing.get(unit)?.untilMs ?? 0),
    answered(unit: number): void {
      failing.delete(unit);
      answering.add(unit);
    },
    failed(unit: number, reason: string, nowMs: number): void {
      const failures = (failing.get(unit)?.failures ?? 0) + 1;
      failing.set(unit, { failures, untilMs: nowMs + backOffMs(failures, backOff), reason });
      answering.delete(unit);
    },
    isFailing: (unit: number): boolean => failing.has(unit),
    /** Why nothing answers; null while something does, or nothing was asked. */
    allFail(): string | null {
      if (answering.size > 0) return null;
      const reasons = [...new Set([...failing.values()].map(({ reason }) => reason))];
      return reasons.length === 0 ? null : reasons.join('; ');
    },
    /** After a new connection everyone gets another chance at once. */
    forget(): void {
      for (const entry of failing.values()) entry.untilMs = 0;
    },
  };
}
