import { expect, test } from 'vitest';
import { createFrameShare } from '../../../../../../renderer/features/serial/terminal/frame-share.ts';

test('what is parsed between two frames grows while it is easy, shrinks when it is not, and keeps its bounds', () => {
  const share = createFrameShare();
  expect(share.bytes()).toBe(4_096);
  share.took(30);
  expect(share.bytes()).toBe(4_096);
  share.took(2);
  share.took(2);
  expect(share.bytes()).toBe(16_384);
  share.took(7);
  expect(share.bytes()).toBe(16_384);
  share.took(11);
  expect(share.bytes()).toBe(8_192);
  for (let round = 0; round < 20; round++) share.took(1);
  expect(share.bytes()).toBe(131_072);
});
