import { expect, test } from 'vitest';
import { peersApi } from '#shared/gateway-api/peers-api.ts';
import { readPeersAnswer } from '../../../../electron/workbench/calls/peers-answer.ts';

const read = (text: string, status = 200, row: { result: never } | object = peersApi.logics.getIds) =>
  readPeersAnswer(
    { status, headers: {}, text, stream: null },
    { path: '/peers/supervision/logics/getIds', row: row as typeof peersApi.logics.getIds, gateway: 'box' },
  );
const nothing = peersApi.logics.stopLogic;

test('a result, nothing, and nothing said in other words', () => {
  expect(read('["a"]')).toEqual({ ok: true, value: ['a'] });
  for (const text of ['null', '', '{"err":null}']) {
    expect(read(text, 200, nothing)).toEqual({ ok: true, value: null });
  }
});

test.each([
  ['a failure with its own status', '{"err":"no such logic"}', 404, 'no such logic'],
  ['a failure that comes with 200', '{"err":"no such logic"}', 200, 'no such logic'],
  ['another shape', '{"a":1}', 200, 'does not fit the contract'],
  ['no JSON', '<html>', 200, 'does not fit the contract'],
])('%s is a failure', (_name, text, status, message) => {
  const answered = read(text, status);
  expect(!answered.ok && answered.failure.message).toContain(message);
});
