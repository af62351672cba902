import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readArgs } from '../../../../../electron/gateway/supervision/peers/read-args.ts';
import { type PeersMethod, peersApi } from '../../../../../shared/gateway-api/peers-api.ts';

const none = { query: {}, body: undefined, path: [] };
const { writeValue, getGateway, getGateways, getAddresses } = peersApi.gateways;
const anyArgs: PeersMethod = {
  access: 'session',
  summary: '',
  args: z.object({ first: z.unknown(), second: z.unknown().optional() }),
  result: z.null(),
};

describe('the three places for arguments', () => {
  const wanted = { ok: true, value: { address: 'a1', value: 21.5 } };
  test.each([
    { query: { address: 'a1', value: '21.5' } },
    { body: { address: 'a1', value: 21.5 } },
    { body: ['a1', 21.5] },
    { path: ['a1', '21.5'] },
    { query: { address: 'a1' }, body: { value: 21.5 } },
    { query: { value: '21.5' }, path: ['a1'] },
    { query: { address: '{"id":"a1"}', value: '21.5' } },
    { query: { address: 'b', value: '1' }, body: { address: 'c', value: 2 }, path: ['a1', '21.5'] },
  ])('%o', (given) => expect(readArgs(writeValue, { ...none, ...given })).toEqual(wanted));
});

test.each<[string, unknown]>([
  ['1', 1],
  ['-0.5', -0.5],
  ['true', true],
  ['[1,"x"]', [1, 'x']],
  ['{"id":12}', { id: 12 }],
  ['"5"', '5'],
  ['null', 'null'],
  ['007', '007'],
  ['1.0', '1.0'],
  ['1e3', '1e3'],
  ['1e400', '1e400'],
  ['12345678901234567890', '12345678901234567890'],
  ['4/7/25', '4/7/25'],
  ['', ''],
  ['{broken', '{broken'],
])('the text %s is read as %o', (text, value) => {
  expect(readArgs(anyArgs, { ...none, path: [text] })).toMatchObject({ value: { first: value } });
  expect(readArgs(anyArgs, { ...none, query: { first: text } })).toMatchObject({ value: { first: value } });
});

test('a key may be a number or an object with an id', () => {
  for (const gateway of [12, '12', { id: 12 }, { id: '12', name: 'whole instance' }]) {
    expect(readArgs(getGateway, { ...none, body: { gateway } })).toEqual({
      ok: true,
      value: { gateway: '12' },
    });
  }
});

test('optional arguments may be left out, unknown ones may not be there', () => {
  expect(readArgs(getAddresses, none)).toEqual({ ok: true, value: {} });
  expect(readArgs(getGateways, { ...none, query: { gateway: '1' } })).toMatchObject({
    failure: { code: 'REQUEST_INVALID' },
  });
});

test.each([
  [{ body: 'text' }, 'the body has to be an object'],
  [{ path: ['a', '1', 'more'] }, 'address, value'],
  [{ body: ['a', 1, 'more'] }, 'address, value'],
  [{ body: { address: 'a' } }, 'value'],
  [{ body: { address: '', value: 1 } }, 'address'],
  [{ body: JSON.parse('{"__proto__": {"address": "a"}, "value": 1}') as unknown }, '__proto__'],
])('%o is refused with a reason', (given, said) => {
  const read = readArgs(writeValue, { ...none, ...given });
  expect(read.ok).toBe(false);
  if (!read.ok) expect(read.failure.message).toContain(said);
});

test('any text in the path comes through as itself or as what JSON reads in it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.double().map(String)), (text) => {
      const read = readArgs(anyArgs, { ...none, path: [text] });
      expect(read.ok).toBe(true);
      const first = read.ok ? read.value.first : undefined;
      if (first !== text) expect(JSON.parse(text)).toEqual(first);
    }),
  );
});
