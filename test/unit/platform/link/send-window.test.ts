import { expect, test } from 'vitest';
import { createSendWindow } from '../../../../electron/platform/link/send-window.ts';
import { windowFrames } from '../../../../shared/gateway-api/console/frame-constants.ts';

const payload = Uint8Array.of(1, 2, 3);

test('as many frames as may be, and as many bytes, whichever is reached first', () => {
  const byFrames = createSendWindow({ bytes: 1_000 });
  for (let count = 0; count < windowFrames; count += 1) {
    expect(byFrames.hasRoom()).toBe(true);
    byFrames.add(payload);
  }
  expect(byFrames.hasRoom()).toBe(false);
  const byBytes = createSendWindow({ bytes: 6 });
  byBytes.add(payload);
  expect(byBytes.hasRoom()).toBe(true);
  byBytes.add(payload);
  expect(byBytes.hasRoom()).toBe(false);
  expect(byBytes.acknowledge(1)).toBe(true);
  expect(byBytes.hasRoom()).toBe(true);
});

test('numbers go round, and what was never sent is not acknowledged', () => {
  const window = createSendWindow({ bytes: 1_000 });
  for (let round = 0; round < 300; round += 1) {
    const { sequence } = window.add(payload);
    expect(sequence).toBe(round % 256);
    const behind = (sequence + 2) % 256;
    expect(window.acknowledge(behind)).toBe(false);
    expect(window.open().length).toBe(1);
    expect(window.acknowledge((sequence + 1) % 256)).toBe(true);
    expect(window.acknowledge((sequence + 1) % 256)).toBe(false);
  }
});
