import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPresenceStates } from '../../../../electron/fleet/agents/presence-states.ts';

const agent = { tenantId: 'a1b2c3d4e5f6', agentUuid: 'a' };
const minuteMs = 60_000;

const isOnline = (states: ReturnType<typeof createPresenceStates>) => states.row('a')?.is_online === 1;

test('an agent is there for three report intervals after its last report', () => {
  const states = createPresenceStates([], 0);
  expect(states.row('a')).toBeNull();
  states.seen(agent, 1_000);
  expect(states.row('a')).toMatchObject({ is_online: 1, last_seen_at: 1_000, changed_at: 1_000 });
  states.expire(1_000 + 3 * minuteMs);
  expect(isOnline(states)).toBe(true);
  states.expire(1_001 + 3 * minuteMs);
  expect(states.row('a')).toMatchObject({ is_online: 0, last_seen_at: 1_000, changed_at: 181_001 });
});

test('its own interval counts when it tells one', () => {
  const states = createPresenceStates([], 0);
  states.seen(agent, 0, 10_000);
  states.expire(30_001);
  expect(isOnline(states)).toBe(false);
});

test('as long as a session is open it is there, and for three intervals after the last one', () => {
  const states = createPresenceStates([], 0);
  states.opened(agent, 0);
  // Another one takes it over before the first has ended.
  states.opened(agent, 1);
  states.closed('a', 2);
  states.expire(100 * minuteMs);
  expect(isOnline(states)).toBe(true);
  states.closed('a', 100 * minuteMs);
  // Told twice.
  states.closed('a', 101 * minuteMs);
  states.expire(103 * minuteMs);
  expect(isOnline(states)).toBe(true);
  states.expire(103 * minuteMs + 1);
  expect(isOnline(states)).toBe(false);
});

test('nobody is missed for the time in which nobody listened', () => {
  const row = { agent_uuid: 'a', tenant_id: 't', is_online: 1, last_seen_at: 0, changed_at: 0 };
  const states = createPresenceStates([{ ...row, report_interval_ms: minuteMs }], 1_000 * minuteMs);
  states.expire(1_003 * minuteMs);
  expect(isOnline(states)).toBe(true);
  states.expire(1_003 * minuteMs + 1);
  expect(isOnline(states)).toBe(false);
});

type Step =
  | { kind: 'seen' | 'opened' | 'closed' | 'expire'; after: number }
  | { kind: 'write'; after: number };

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('seen', 'opened', 'closed', 'expire', 'write'),
  after: fc.integer({ min: 0, max: 4 * minuteMs }),
});

test('whatever happens: what is written is what is so, and time never goes back', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const states = createPresenceStates([], 0);
      let at = 0;
      let sessions = 0;
      let written: ReturnType<typeof states.row> = null;
      let seenAt = 0;
      for (const { kind, after } of steps) {
        at += after;
        if (kind === 'seen') states.seen(agent, at);
        if (kind === 'opened') states.opened(agent, at);
        if (kind === 'closed') states.closed('a', at);
        if (kind === 'expire') states.expire(at);
        if (kind === 'opened') sessions += 1;
        if (kind === 'closed') sessions = Math.max(0, sessions - 1);
        const row = states.row('a');
        if (kind === 'write') {
          for (const uuid of states.unwritten(true)) {
            written = states.row(uuid);
            if (written !== null) states.written(written);
          }
          expect(states.unwritten(true)).toEqual([]);
          expect(states.row('a')).toEqual(written);
        }
        if (row !== null) {
          expect(row.last_seen_at).toBeGreaterThanOrEqual(seenAt);
          seenAt = row.last_seen_at;
          if (sessions > 0) expect(row.is_online).toBe(1);
          if (kind === 'expire') {
            expect(row.is_online === 1).toBe(sessions > 0 || at - row.last_seen_at <= 3 * minuteMs);
          }
        }
      }
    }),
  );
});

test('what changes while it is being written is still to be written', () => {
  const states = createPresenceStates([], 0);
  states.seen(agent, 0);
  const row = states.row('a');
  states.expire(4 * minuteMs);
  if (row !== null) states.written(row);
  expect(states.unwritten(false)).toEqual(['a']);
});
