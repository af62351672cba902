import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentedEvents } from '../../../../../electron/gateway/supervision/plain/plain-box.ts';

const stream = [
  ': open\n\n',
  'id: 1\nevent: progress\ndata: {"step":"downloading","progress":50}\n\n',
  ': alive\n\n',
  'id: 2\nevent: error\ndata: {"error":"no"}\n\n',
  'id: 3\nevent: complete\ndata: {"success":true,"version":"1"}\n\n',
].join('');

const plain = [
  'event: progress\ndata: {"step":"downloading","progress":50}\n\n',
  'event: complete\ndata: {"success":true,"version":"1"}\n\n',
].join('');

test('events keep to what is documented, however they are cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(stream.length), { maxLength: 8 }), async (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
      const pieces = at.slice(1).map((end, index) => stream.slice(at[index], end));
      const source = Readable.from(pieces.filter((piece) => piece !== ''));
      expect(await text(source.pipe(documentedEvents()))).toBe(plain);
    }),
    { numRuns: 50 },
  );
});
