import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxWriteBytes } from '#shared/bridge/serial-console.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok } from '#shared/result.ts';
import {
  bytesFromBase64,
  bytesToBase64,
} from '../../../../../../renderer/features/serial/terminal/base64.ts';
import { terminalKey } from '../../../../../../renderer/features/serial/terminal/terminal-keys.ts';
import {
  binaryBytes,
  localEcho,
  typedBytes,
} from '../../../../../../renderer/features/serial/terminal/typed-bytes.ts';
import { createTypedWriter } from '../../../../../../renderer/features/serial/terminal/typed-writer.ts';
import { whyNotTyped } from '../../../../../../renderer/features/serial/terminal/why-not-typed.ts';
import { eventually } from '../../../../../fakes/eventually.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('what is typed', () => {
  test('Enter becomes the newline of the device, everything else stays UTF-8', () => {
    expect(text(typedBytes('ls\r', 'lf'))).toBe('ls\n');
    expect(text(typedBytes('ls\r', 'crlf'))).toBe('ls\r\n');
    expect(text(typedBytes('ä\r', 'cr'))).toBe('ä\r');
    expect([...binaryBytes('\u00ff!')]).toEqual([0xff, 0x21]);
  });

  test('the local echo shows what a person typed, not what keys send', () => {
    expect(localEcho('ab\r')).toBe('ab\r\n');
    expect(localEcho('\u007f')).toBe('\b \b');
    expect(localEcho('\u001b[A')).toBe('');
    expect(localEcho('\u0003')).toBe('');
  });

  test('nothing is typed into a line that is away, closed or taken', () => {
    expect(whyNotTyped({ state: 'open', usedBy: null })).toBeNull();
    expect(whyNotTyped({ state: 'open', usedBy: 'a file transfer' })).toContain(
      'A file transfer has the line',
    );
    for (const state of ['waiting', 'closed', 'opening'] as const) {
      expect(whyNotTyped({ state, usedBy: null })).not.toBeNull();
    }
  });

  test('the keys of the terminal itself; Ctrl+C and Tab belong to the device', () => {
    const key = (
      name: string,
      mods: Partial<Record<'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey', boolean>>,
    ) =>
      terminalKey({
        ...{ ctrlKey: false, shiftKey: false, altKey: false, metaKey: false },
        ...mods,
        key: name,
      });
    const both = { ctrlKey: true, shiftKey: true };
    expect(['C', 'V', 'F', 'X', 'Escape'].map((name) => key(name, both))).toEqual([
      'copy',
      'paste',
      'search',
      'leave',
      'leave',
    ]);
    expect(key('c', { ctrlKey: true })).toBeNull();
    expect(key('Tab', {})).toBeNull();
    expect(key('f', { metaKey: true })).toBe('search');
    expect(key('f', { ...both, altKey: true })).toBeNull();
  });
});

describe('the writer', () => {
  test('keeps the order, writes one at a time, and never more than a call may carry', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40_000 }), { maxLength: 8 }), async (sent) => {
        const arrived: number[] = [];
        let echoed = '';
        let open = 0;
        const writer = createTypedWriter({
          async write(bytes, echo) {
            open += 1;
            echoed += echo;
            expect(open).toBe(1);
            expect(bytes.length).toBeLessThanOrEqual(maxWriteBytes);
            await Promise.resolve();
            for (const byte of bytes) arrived.push(byte);
            open -= 1;
            return ok(null);
          },
          onFailure: () => {},
        });
        for (const [index, bytes] of sent.entries()) writer.send(bytes, `${index},`);
        const all = sent.flatMap((bytes) => [...bytes]);
        await eventually(() => arrived.length).toBe(all.length);
        expect(arrived).toEqual(all);
        // What is shown goes with what is sent, and nothing is shown of nothing.
        expect(echoed).toBe(sent.map(({ length }, index) => (length > 0 ? `${index},` : '')).join(''));
      }),
      { numRuns: 25 },
    );
  });

  test('after a failure what waits is dropped: old keys do not arrive when the device is back', async () => {
    const written: string[] = [];
    const failures: string[] = [];
    let broken = true;
    const writer = createTypedWriter({
      async write(bytes, echo) {
        if (broken) return fail(failure('SERIAL_LINE_LOST', { port: '/dev/ttyUSB0' }));
        written.push(`${text(bytes)} shown as ${echo}`);
        return ok(null);
      },
      onFailure: ({ code }) => failures.push(code),
    });
    writer.send(typedBytes('reboot', 'cr'), 'reboot');
    writer.send(typedBytes('\r', 'cr'), '\r\n');
    await eventually(() => failures).toEqual(['SERIAL_LINE_LOST']);
    broken = false;
    writer.send(typedBytes('help', 'cr'), 'help');
    await eventually(() => written).toEqual(['help shown as help']);
  });
});

test('bytes and base64, with the browser’s own reader and without it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const base64 = bytesToBase64(bytes);
      expect(base64).toBe(Buffer.from(bytes).toString('base64'));
      expect([...bytesFromBase64(base64)]).toEqual([...bytes]);
    }),
  );
});
