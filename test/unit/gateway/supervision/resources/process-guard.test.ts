import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Ownership,
  protectionOf,
} from '../../../../../electron/gateway/supervision/resources/process-guard.ts';

/**
 * init 1 ── workbench 50 ── launcher 100 ── supervision 200 ── driver 300 ── its helper 301
 *        └─ shell 60 ── foreign 61                          └─ logic 310
 * and a driver that the workbench starts for the gateway: 400 ── its helper 401
 */
const parents = new Map([
  [1, 0],
  [2, 0],
  [20, 2],
  [50, 1],
  [60, 1],
  [61, 60],
  [100, 50],
  [200, 100],
  [300, 200],
  [301, 300],
  [310, 200],
  [400, 50],
  [401, 400],
]);
const owners: Ownership = {
  supervisionPid: 200,
  launcherPid: 100,
  managedPids: new Set([100, 200, 300, 310, 400]),
  foreignAllowed: false,
  parents,
};
const why = (pid: number, changed: Partial<Ownership> = {}) =>
  protectionOf({ pid, kind: pid === 2 || pid === 20 ? 'kernel' : 'program' }, { ...owners, ...changed });

describe('which processes the gateway ends', () => {
  test.each([300, 301, 310, 400, 401])('%i, which it started', (pid) => {
    expect(why(pid)).toBeNull();
  });

  test.each([60, 61])('%i, which it did not start, only with the setting', (pid) => {
    expect(why(pid)).toMatch(/did not start it/);
    expect(why(pid, { foreignAllowed: true })).toBeNull();
  });

  test.each([
    [-1, /first process/],
    [0, /first process/],
    [1, /first process/],
    [2, /kernel/],
    [20, /kernel/],
    [50, /runs under it/],
    [100, /launcher/],
    [200, /gateway application/],
  ])('never %i', (pid, sentence) => {
    expect(why(pid)).toMatch(sentence);
    expect(why(pid, { foreignAllowed: true })).toMatch(sentence);
  });

  test('what the launcher itself started is the gateway’s', () => {
    const started = new Map([...parents, [500, 100]]);
    expect(why(500, { parents: started })).toBeNull();
  });

  test('a launcher that did not say who it is is guarded as the one above', () => {
    expect(why(100, { launcherPid: null, managedPids: new Set([200, 300]), foreignAllowed: true })).toMatch(
      /runs under it/,
    );
  });

  test('what has ended cannot be ended', () => {
    expect(protectionOf({ pid: 300, kind: 'ended' }, owners)).toMatch(/has ended already/);
  });

  test('whatever the table of parents says: an answer, and the gateway’s own programs never', () => {
    const table = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })));
    fc.assert(
      fc.property(table, fc.integer({ min: -5, max: 30 }), fc.boolean(), (pairs, pid, foreignAllowed) => {
        const given: Ownership = {
          supervisionPid: 7,
          launcherPid: 5,
          managedPids: new Set([5, 7, 9]),
          foreignAllowed,
          parents: new Map(pairs),
        };
        const answer = protectionOf({ pid, kind: 'program' }, given);
        if (pid <= 1 || pid === 5 || pid === 7) expect(answer).not.toBeNull();
      }),
    );
  });
});
