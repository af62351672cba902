import { expect, test } from 'vitest';
import { routeState } from '../../../../../../renderer/features/gateway/points/route-view.ts';

const early = '2026-11-30T19:00:00.000Z';
const late = '2026-11-30T19:00:05.000Z';
const failed = (at: string) => ({ at, message: 'Pump may only be read.' });

test('a failure counts until a later value went through', () => {
  expect(routeState({ enabled: true, lastValue: 21.5, lastAt: early, lastFailure: failed(late) })).toEqual({
    mark: 'bad',
    word: 'failed',
    reason: 'Pump may only be read.',
    at: Date.parse(late),
  });
  expect(routeState({ enabled: true, lastValue: 21.5, lastAt: late, lastFailure: failed(early) })).toEqual({
    mark: 'good',
    word: 'sent 21.5',
    reason: null,
    at: Date.parse(late),
  });
  expect(routeState({ enabled: true, lastFailure: failed(early) }).mark).toBe('bad');
});

test('disabled says that, whatever it did; a gateway that tells nothing: enabled', () => {
  expect(routeState({ enabled: false, lastFailure: failed(late) }).word).toBe('disabled');
  expect(routeState({ enabled: true })).toEqual({ mark: 'good', word: 'enabled', reason: null, at: null });
  expect(routeState({ enabled: true, lastValue: 'on', lastAt: late }).word).toBe('sent on');
});
