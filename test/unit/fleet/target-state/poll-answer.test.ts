import { describe, expect, test } from 'vitest';
import { etagOf, etagOfNeverSet } from '../../../../electron/fleet/target-state/etag.ts';
import { answerPoll, pollStateOf } from '../../../../electron/fleet/target-state/poll-answer.ts';
import { nextVersion } from '../../../../electron/fleet/target-state/target-version.ts';

const at = Date.UTC(2026, 10, 30);
const writing = { document: { apps: {}, config: { x: 'ü' } }, change: 'created', by: 'ann', at } as const;
const live = nextVersion(null, { ...writing, held: false });
const held = nextVersion(live, { ...writing, change: 'replaced', held: true });

describe('what an agent that polls is told (wire §1.6)', () => {
  test('the whole document, under its uuid, with its tag', () => {
    const state = pollStateOf('u1', live);
    expect(answerPoll(state, undefined)).toEqual({
      status: 200,
      etag: etagOf(live),
      body: '{"u1":{"apps":{},"config":{"x":"ü"},"version":1,"needs_deployment":false,"last_deployed_at":"2026-11-30T00:00:00.000Z"}}',
    });
  });

  test('nothing when it has it, with the bytes that it would have got', () => {
    const state = pollStateOf('u1', live);
    const bytes = Buffer.byteLength(state.body);
    expect(bytes).toBe(state.body.length + 1);
    expect(answerPoll(state, etagOf(live))).toEqual({ status: 304, contentBytes: bytes });
  });

  test('tags are compared as plain texts: one in quotes is another one', () => {
    const state = pollStateOf('u1', live);
    for (const other of [`"${etagOf(live)}"`, `W/"${etagOf(live)}"`, '*', etagOf(live).toUpperCase(), '']) {
      expect(answerPoll(state, other).status).toBe(200);
    }
  });

  test('a state that was never set is an empty one with a tag of its own', () => {
    const state = pollStateOf('u1', null);
    const etag = etagOfNeverSet('u1');
    expect(answerPoll(state, undefined)).toEqual({
      status: 200,
      etag,
      body: '{"u1":{"apps":{},"config":{}}}',
    });
    expect(answerPoll(state, etag)).toEqual({ status: 304, contentBytes: 30 });
  });

  test('what is held back is never told, also not to an agent that has nothing', () => {
    const state = pollStateOf('u1', held);
    for (const tag of [undefined, 'x', etagOf(live), etagOf(held)]) {
      expect(answerPoll(state, tag)).toEqual({ status: 304, contentBytes: Buffer.byteLength(state.body) });
    }
  });
});
