import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createUpdateStream } from '../../../../../electron/gateway/supervision/updates/update-stream.ts';

const progress = (percent: number) =>
  ({ event: 'progress', data: { step: 'downloading', progress: percent } }) as const;
const moved = {
  event: 'progress',
  data: { step: 'downloading', progress: 25, bytes: 5, total: 10 },
} as const;

test('numbered events, and the end behind complete', async () => {
  const { body, send } = createUpdateStream({ heartbeatMs: 10_000, plain: false });
  send(progress(50));
  send({ event: 'complete', data: { success: true, version: '1.1.0' } });
  expect(await text(body)).toBe(
    ': open\n\n' +
      'id: 1\nevent: progress\ndata: {"step":"downloading","progress":50}\n\n' +
      'id: 2\nevent: complete\ndata: {"success":true,"version":"1.1.0"}\n\n',
  );
});

test('a plain box sends what is documented and nothing else', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { body, send } = createUpdateStream({ heartbeatMs: 10, plain: true });
  vi.advanceTimersByTime(100);
  send(moved);
  send(progress(50));
  send({ event: 'complete', data: { success: true, version: '1.1.0' } });
  vi.useRealTimers();
  expect(await text(body)).toBe(
    'event: progress\ndata: {"step":"downloading","progress":25}\n\n' +
      'event: progress\ndata: {"step":"downloading","progress":50}\n\n' +
      'event: complete\ndata: {"success":true,"version":"1.1.0"}\n\n',
  );
});

test('a plain box that fails ends the stream', async () => {
  const { body, send } = createUpdateStream({ heartbeatMs: 10_000, plain: true });
  send({ event: 'error', data: { error: 'no' } });
  expect(await text(body)).toBe('');
});

test('a quiet stream carries heartbeats until its end', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { body, send } = createUpdateStream({ heartbeatMs: 10, plain: false });
  vi.advanceTimersByTime(25);
  send({ event: 'error', data: { error: 'no' } });
  vi.advanceTimersByTime(100);
  vi.useRealTimers();
  expect(await text(body)).toBe(
    ': open\n\n: alive\n\n: alive\n\nid: 1\nevent: error\ndata: {"error":"no"}\n\n',
  );
});

test('a reader that goes away stops the heartbeat; what is sent then goes nowhere', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { body, send } = createUpdateStream({ heartbeatMs: 10, plain: false });
  body.destroy();
  expect(vi.getTimerCount()).toBe(0);
  send(progress(1));
});
