import { expect, test } from 'vitest';
import {
  payloadOf,
  rawOfPayload,
} from '../../../../../../electron/gateway/supervision/drivers/mqtt/payload.ts';

test('a payload is read once as JSON, for all of its addresses', () => {
  const payload = { text: '{"a":{"b":1},"ok":true,"n":null}' };
  expect(rawOfPayload(payload, ['a', 'b'])).toEqual({ ok: true, value: 1 });
  expect(payload).toHaveProperty('json');
  payload.text = 'not read again';
  expect(rawOfPayload(payload, ['ok'])).toEqual({ ok: true, value: true });
  expect(rawOfPayload(payload, ['a'])).toEqual({ ok: false, reason: 'a is no single value' });
  expect(rawOfPayload(payload, ['n'])).toEqual({ ok: false, reason: 'n is no single value' });
  expect(rawOfPayload(payload, ['x', 0, 'y'])).toEqual({ ok: false, reason: 'the payload has no x[0].y' });
});

test('without a path the payload is the value, also when it is JSON', () => {
  expect(rawOfPayload({ text: '{"a":1}' }, null)).toEqual({ ok: true, value: '{"a":1}' });
  expect(rawOfPayload({ text: '{' }, ['a'])).toEqual({ ok: false, reason: 'the payload is no JSON' });
});

test('what is written is text, or JSON with the value in its place', () => {
  expect(payloadOf(null, 7.5)).toBe('7.5');
  expect(payloadOf(null, true)).toBe('true');
  expect(payloadOf(['set', 1], 'on')).toBe('{"set":[null,"on"]}');
});
