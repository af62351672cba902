import { describe, expect, test } from 'vitest';
import { readAnswer, requestFor } from '../../../../electron/workbench/sessions/contract-request.ts';
import type { HttpAnswer } from '../../../../electron/workbench/sessions/gateway-http.ts';
import { networkReason } from '../../../../electron/workbench/sessions/network-failure.ts';

const answer = (change: Partial<HttpAnswer>): HttpAnswer => ({
  status: 200,
  headers: {},
  text: '',
  stream: null,
  ...change,
});

describe('requests by the contract', () => {
  test('fill path and query and escape both', () => {
    expect(requestFor('snapshotDownload', { params: { name: '../a b.zip' } })).toMatchObject({
      method: 'GET',
      path: '/system/snapshot/..%2Fa%20b.zip',
    });
    expect(requestFor('upgrade', { query: { allowDowngrade: 'true' } }).path).toBe(
      '/system/upgrade?allowDowngrade=true',
    );
    expect(() => requestFor('job')).toThrow('needs the parameter id');
  });
});

describe('answers by the contract', () => {
  test('a good one is its value, an ill-shaped one is told as such', () => {
    const session = { sessionId: 's', username: 'u', administrator: true };
    const times = { createdAt: '2026-11-21T09:00:00.000Z', expiresAt: '2026-11-22T09:00:00.000Z' };
    const text = JSON.stringify({ ...session, ...times });
    expect(readAnswer('session', answer({ text }), 'box')).toMatchObject({ ok: true, value: session });
    expect(readAnswer('session', answer({ text: '<html>' }), 'box')).toMatchObject({
      ok: false,
      failure: { code: 'GATEWAY_ANSWER', context: { status: 200 } },
    });
  });

  test.each([
    [{ text: 'System is restoring...' }, 'box answered 500 to GET /session: System is restoring...'],
    [{ text: '{"err":"no space"}' }, 'box answered 500 to GET /session: no space'],
    [{ text: '<h1>Bad gateway</h1>' }, 'box answered 500 to GET /session: (a web page)'],
    [{ text: '' }, 'box answered 500 to GET /session: (nothing)'],
  ])('%j is quoted', (change, message) => {
    const read = readAnswer('session', answer({ status: 500, ...change }), 'box');
    expect(read).toMatchObject({ ok: false, failure: { code: 'GATEWAY_ANSWER', message } });
  });

  test('the gateway’s own code and sentence are kept', () => {
    const headers = { 'x-error-code': 'REVISION_RUNNING' };
    const read = readAnswer('upgrade', answer({ status: 500, headers, text: 'a.zip holds 2026.1' }), 'box');
    expect(read).toMatchObject({
      failure: { code: 'REVISION_RUNNING', message: 'a.zip holds 2026.1' },
    });
  });
});

test('network errors are plain words, through whatever wraps them', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  expect(networkReason(new Error('x', { cause: refused }))).toBe('nothing listens on that port');
  expect(networkReason(new AggregateError([refused, refused]))).toBe('nothing listens on that port');
  expect(networkReason(new Error('something new'))).toBe('something new');
});
