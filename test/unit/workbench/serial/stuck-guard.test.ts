import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LineGone } from '#platform/serial/byte-line.ts';
import { ok } from '#shared/result.ts';
import { createStuckGuard } from '../../../../electron/workbench/serial/stuck-guard.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a device that holds the line', () => {
  test('costs a call five seconds, then its sentence', async () => {
    const guard = createStuckGuard(() => '/dev/ttyUSB0');
    const sending = guard.send(Uint8Array.of(1), () => new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await sending).toMatchObject({
      failure: { code: 'SERIAL_WRITE_STUCK', context: { port: '/dev/ttyUSB0' } },
    });
  });

  test('does not fill the memory: what is too much is refused at once, and taken when there is room', async () => {
    const guard = createStuckGuard(() => 'x');
    const letGo: (() => void)[] = [];
    const held = () => new Promise<void>((resolve) => void letGo.push(resolve));
    const first = guard.send(new Uint8Array(200 * 1024), held);
    const second = guard.send(new Uint8Array(100 * 1024), held);
    expect(await second).toMatchObject({ failure: { code: 'SERIAL_WRITE_STUCK' } });
    expect(letGo).toHaveLength(1);
    letGo[0]?.();
    expect(await first).toEqual(ok(null));
    expect(await guard.send(new Uint8Array(100 * 1024), async () => undefined)).toEqual(ok(null));
  });

  test('pulled, it is a lost line', async () => {
    const guard = createStuckGuard(() => 'x');
    const gone = () => Promise.reject(new LineGone('pulled', 'gone'));
    expect(await guard.send(Uint8Array.of(1), gone)).toMatchObject({ failure: { code: 'SERIAL_LINE_LOST' } });
  });
});
