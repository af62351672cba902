import { expect, test, vi } from 'vitest';
import type {
  DriverMessage,
  Reading,
} from '../../../../../electron/gateway/supervision/drivers/driver-protocol.ts';
import { createFloodMeter } from '../../../../../electron/gateway/supervision/drivers/flood-meter.ts';
import { limitLog } from '../../../../../electron/gateway/supervision/drivers/log-limit.ts';
import { createPendingWrites } from '../../../../../electron/gateway/supervision/drivers/pending-writes.ts';
import { createReadingBatch } from '../../../../../electron/gateway/supervision/drivers/reading-batch.ts';
import { addressOf } from '../../../../fakes/drivers-bench.ts';

test('a flood is what comes within one second', () => {
  let nowMs = 0;
  const meter = createFloodMeter({ eventsPerSecond: 3, readingsPerSecond: 100 }, () => nowMs);
  const said = () => [meter.count(10), meter.count(10), meter.count(10)];
  expect(said()).toEqual([null, null, null]);
  expect(meter.count(0)).toContain('more than 3 things');
  nowMs = 1_000;
  expect(said()).toEqual([null, null, null]);
  nowMs = 2_000;
  expect(meter.count(101)).toContain('more than 100 readings');
});

test('log lines beyond the limit are counted and told', () => {
  let nowMs = 0;
  const lines: string[] = [];
  const log = limitLog(
    (level, message) => lines.push(`${level} ${message}`),
    () => nowMs,
  );
  for (let index = 0; index < 100; index += 1) log('info', `line ${index}`);
  expect(lines).toHaveLength(20);
  nowMs = 1_000;
  log('info', 'after');
  expect(lines.slice(20)).toEqual(['warn 80 lines were left out', 'info after']);
});

test('a batch holds the newest reading of each address and is cut into messages', () => {
  vi.useFakeTimers();
  try {
    const sent: Reading[][] = [];
    const batch = createReadingBatch((readings) => sent.push(readings), 50);
    const reading = (id: string, value: number): Reading => ({ id, value, at: value, quality: 'good' });
    for (let index = 0; index < 9; index += 1) batch.add(reading('a', index));
    batch.add(reading('b', 1));
    vi.advanceTimersByTime(50);
    expect(sent).toEqual([[reading('a', 8), reading('b', 1)]]);
    for (let index = 0; index < 4_100; index += 1) batch.add(reading(`p${index}`, index));
    batch.flush();
    expect(sent.slice(1).map((one) => one.length)).toEqual([2_000, 2_000, 100]);
    vi.advanceTimersByTime(500);
    expect(sent).toHaveLength(4);
  } finally {
    vi.useRealTimers();
  }
});

test('waiting writes are bounded, and the answer about another address is no answer', async () => {
  const writes = createPendingWrites(60_000);
  const address = addressOf('s', 'hold', { id: 'a' });
  const asked: number[] = [];
  const ask = () => writes.ask(address, (request) => asked.push(request));
  const first = ask();
  const written = (id: string): Extract<DriverMessage, { type: 'written' }> => ({
    type: 'written',
    request: asked[0] ?? 0,
    reading: { id, value: 1, at: 1, quality: 'good' },
    failure: null,
  });
  writes.answered(written('b'));
  expect(await first).toMatchObject({ ok: false, failure: { code: 'WRITE_FAILED' } });
  const all = Array.from({ length: 1_001 }, ask);
  expect(await all[1_000]).toMatchObject({
    failure: { context: { why: 'too many writes wait for their answers already' } },
  });
  writes.abandon('gone');
  expect(await all[0]).toMatchObject({ failure: { context: { why: 'gone' } } });
});
