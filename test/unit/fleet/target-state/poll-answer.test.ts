import { describe, expect, test } from 'vitest';
import { etagOf, etagOfNeverSet } from '../../../../electron/fleet/target-state/etag.ts';
import { hasNothingNew, pollBody, pollTag } from '../../../../electron/fleet/target-state/poll-answer.ts';
import { nextVersion } from '../../../../electron/fleet/target-state/target-version.ts';

const at = Date.UTC(2026, 10, 30);
const writing = { document: { apps: {}, config: { x: 'ü' } }, change: 'created', by: 'ann', at } as const;
const live = nextVersion(null, { ...writing, held: false });
const held = nextVersion(live, { ...writing, change: 'replaced', held: true });

describe('what an agent that polls is told (wire §1.6)', () => {
  test('the whole document, under its uuid', () => {
    expect(JSON.stringify(pollBody('u1', live))).toBe(
      '{"u1":{"apps":{},"config":{"x":"ü"},"version":1,"needs_deployment":false,"last_deployed_at":"2026-11-30T00:00:00.000Z"}}',
    );
    expect(JSON.stringify(pollBody('u1', held))).toContain('"version":2,"needs_deployment":true');
    expect(JSON.stringify(pollBody('u1', null))).toBe('{"u1":{"apps":{},"config":{}}}');
  });

  test('its tag, and the bytes that it has', () => {
    const text = JSON.stringify(pollBody('u1', live));
    expect(pollTag('u1', live)).toEqual({ etag: etagOf(live), bodyBytes: text.length + 1, held: false });
    expect(pollTag('u1', null)).toEqual({ etag: etagOfNeverSet('u1'), bodyBytes: 30, held: false });
  });

  test('nothing when it has the tag, compared as a plain text: one in quotes is another one', () => {
    const tag = pollTag('u1', live);
    expect(hasNothingNew(tag, tag.etag)).toBe(true);
    for (const other of [undefined, `"${tag.etag}"`, `W/"${tag.etag}"`, '*', tag.etag.toUpperCase(), '']) {
      expect(hasNothingNew(tag, other), other).toBe(false);
    }
  });

  test('nothing of what is held back, also to an agent that has nothing', () => {
    const tag = pollTag('u1', held);
    for (const wanted of [undefined, 'x', etagOf(live), etagOf(held)]) {
      expect(hasNothingNew(tag, wanted), wanted).toBe(true);
    }
  });
});
