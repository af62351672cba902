import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cancelledVersion,
  clearedVersion,
  deployedVersion,
  editedVersion,
  isSet,
  nextVersion,
  type TargetVersion,
} from '../../../../electron/fleet/target-state/target-version.ts';
import type { TargetState } from '../../../../shared/fleet-api/target-state/document.ts';

const document = (mark: number): TargetState => ({ apps: {}, config: { mark } });

type Step =
  | { kind: 'replace' | 'edit'; mark: number; hold: boolean }
  | { kind: 'clear' | 'deploy' | 'cancel' };

const stepSchema: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('replace' as const, 'edit' as const),
    mark: fc.nat(99),
    hold: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('clear' as const, 'deploy' as const, 'cancel' as const) }),
);

/** One step as the service takes it; the same version when there is nothing to do. */
function take(
  before: TargetVersion | null,
  step: Step,
  history: readonly TargetVersion[],
): TargetVersion | null {
  const by = { by: 'ann', at: history.length + 1 };
  switch (step.kind) {
    case 'replace':
      return nextVersion(before, {
        document: document(step.mark),
        change: 'replaced',
        held: step.hold,
        ...by,
      });
    case 'edit':
      return editedVersion(before, {
        document: document(step.mark),
        change: 'sensors',
        hold: step.hold,
        ...by,
      });
    case 'clear':
      return isSet(before) ? clearedVersion(before, by) : before;
    case 'deploy':
      return before?.held ? deployedVersion(before, by) : before;
    case 'cancel': {
      if (!before?.held) return before;
      return cancelledVersion(
        before,
        history.find(({ version }) => version === before.liveVersion) ?? null,
        by,
      );
    }
  }
}

describe('versions of a target state', () => {
  test('any writes: numbers go up by one, what is live is what was let go last, holding keeps it', () => {
    fc.assert(
      fc.property(fc.array(stepSchema, { maxLength: 25 }), (steps) => {
        let target: TargetVersion | null = null;
        let live: unknown = null;
        const history: TargetVersion[] = [];
        for (const step of steps) {
          const before: TargetVersion | null = target;
          target = take(before, step, history);
          if (target === before || target === null) continue;
          history.push(target);
          expect(target.version).toBe(history.length);
          if (!target.held) {
            const wanted =
              step.kind === 'replace' || step.kind === 'edit'
                ? { mark: step.mark }
                : { clear: {}, deploy: before?.config, cancel: live ?? {} }[step.kind];
            expect(target.config).toEqual(wanted);
            expect(target).toMatchObject({ liveVersion: target.version, lastDeployedAt: history.length });
            live = target.config;
          } else {
            expect(target).toMatchObject({
              liveVersion: before?.liveVersion ?? null,
              lastDeployedAt: before?.lastDeployedAt ?? null,
            });
          }
          const liveVersion = target.liveVersion;
          expect(history.find(({ version }) => version === liveVersion)?.config ?? null).toEqual(live);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('changing a sensor does not let go what is held back', () => {
    const held = nextVersion(null, {
      document: document(1),
      change: 'created',
      held: true,
      by: 'ann',
      at: 1,
    });
    const edit = { document: document(2), change: 'sensors', hold: false, by: 'bob', at: 2 } as const;
    expect(editedVersion(held, edit)).toMatchObject({ held: true, version: 2, liveVersion: null });
    expect(editedVersion(null, edit)).toMatchObject({ held: false, version: 1, liveVersion: 1 });
  });

  test('a first document that is cancelled leaves none', () => {
    const held = nextVersion(null, {
      document: document(1),
      change: 'created',
      held: true,
      by: 'ann',
      at: 1,
    });
    const cancelled = cancelledVersion(held, null, { by: 'bob', at: 2 });
    expect(cancelled).toMatchObject({ version: 2, config: {}, held: false });
    expect(isSet(cancelled)).toBe(false);
    expect(isSet(held)).toBe(true);
    expect(isSet(null)).toBe(false);
  });
});
