import { expect, test } from 'vitest';
import { createHeldLine } from '../../../../../electron/workbench/recipes/run/held-line.ts';
import { createMemoryLine } from '../../../../fakes/memory-line.ts';

test('what was heard before comes first, then what came before somebody listened, then the rest', async () => {
  const held = createHeldLine(createMemoryLine().near, Buffer.from('C'));
  held.arrive(Buffer.from('D'));
  let heard = '';
  const stop = held.line.onBytes((bytes) => {
    heard += Buffer.from(bytes).toString();
  });
  // Who listens has not begun yet.
  expect(heard).toBe('');
  held.arrive(Buffer.from('E'));
  await Promise.resolve();
  held.arrive(Buffer.from('F'));
  expect(heard).toBe('CDEF');
  stop();
  held.arrive(Buffer.from('G'));
  expect(heard).toBe('CDEF');
});
