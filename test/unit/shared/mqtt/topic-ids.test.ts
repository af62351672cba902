import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packId, unpackId } from '#shared/mqtt/topic-ids.ts';

test('the ids that were seen on the wire', () => {
  expect(packId('a1b2c3d4e5f6')).toBe('obLD1OX2');
  expect(packId('efe42ba6-6728-4906-aa41-b8e93265af03')).toBe('7-QrpmcoSQaqQbjpMmWvAw');
  expect(unpackId('obLD1OX2')).toBe('a1b2c3d4e5f6');
  expect(unpackId('7-QrpmcoSQaqQbjpMmWvAw')).toBe('efe42ba6-6728-4906-aa41-b8e93265af03');
});

test('what is neither a tenant nor a UUID stands as it is', () => {
  for (const id of ['plant-7', '', 'a1b2c3d4e5f', 'é', 'obLD!OX2']) expect(unpackId(packId(id))).toBe(id);
});

test('a second spelling of an agent is not that agent', () => {
  // The last character carries four bits that no UUID has.
  expect(unpackId('7-QrpmcoSQaqQbjpMmWvAx')).toBe('7-QrpmcoSQaqQbjpMmWvAx');
});

test('every tenant and every UUID comes back', () => {
  const tenant = fc
    .uint8Array({ minLength: 6, maxLength: 6 })
    .map((bytes) => Buffer.from(bytes).toString('hex'));
  fc.assert(fc.property(fc.oneof(tenant, fc.uuid()), (id) => unpackId(packId(id)) === id));
  fc.assert(
    fc.property(fc.uuid(), (id) => packId(id).length === 22 && packId(id.toUpperCase()) === packId(id)),
  );
});

test('no text from outside makes it throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof unpackId(text) === 'string'));
});
