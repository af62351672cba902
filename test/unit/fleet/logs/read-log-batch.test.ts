import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type LogBatch,
  logBatchLimits,
  readLogBatch,
} from '../../../../electron/fleet/logs/read-log-batch.ts';

const receivedAt = Date.UTC(2026, 10, 30, 12);

const read = (text: string | Buffer, encoding?: string, limits = {}) =>
  readLogBatch(Readable.from([Buffer.from(text)]), encoding, receivedAt, { ...logBatchLimits, ...limits });

async function readGood(text: string | Buffer, encoding?: string): Promise<LogBatch> {
  const result = await read(text, encoding);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

const agentLine = {
  timestamp: receivedAt - 30_000,
  level: 'warn',
  message: 'poll failed',
  source: { type: 'system', name: 'device-manager' },
  isSystem: true,
  isStdErr: true,
  deviceId: 'a1',
  context: { component: 'modbus', tries: 3 },
};

describe('a batch of log lines', () => {
  test('a line of the public agent, plain and packed', async () => {
    const entry = {
      service: 'device-manager',
      message: 'poll failed',
      level: 'warn',
      isSystem: true,
      isStdErr: true,
      timestamp: agentLine.timestamp,
    };
    for (const [body, encoding] of [
      [JSON.stringify(agentLine), undefined],
      [gzipSync(`${JSON.stringify(agentLine)}\r\n`), 'gzip'],
    ] as const) {
      const { entries, refused, firstReason } = await readGood(body, encoding);
      expect(entries).toMatchObject([entry]);
      expect(JSON.parse(entries[0]?.meta ?? '')).toMatchObject({ deviceId: 'a1', context: { tries: 3 } });
      expect([refused, firstReason]).toEqual([0, null]);
    }
  });

  test('good lines are kept, bad ones counted, and the first of them is told', async () => {
    const long = JSON.stringify({ message: 'x'.repeat(logBatchLimits.lineBytes) });
    const lines = [
      '{"message":"one"}',
      '',
      '  ',
      '{"message":',
      '[]',
      '{"message":7}',
      long,
      'null',
      '{"message":"two"}',
    ];
    const { entries, refused, firstReason } = await readGood(lines.join('\n'));
    expect(entries.map(({ message }) => message)).toEqual(['one', 'two']);
    expect([refused, firstReason]).toEqual([5, 'line 4: not JSON']);
    expect((await readGood(long)).firstReason).toBe(`line 1: ${Buffer.byteLength(long)} bytes, over 65536`);
    expect((await readGood('{"message":7}')).firstReason).toBe('line 1: message is no text');
  });

  test('what goes with a message may be wrong in any way: the line is kept', async () => {
    const odd = { message: 'm', level: 9, source: 'x', isSystem: 'yes', serviceName: {}, timestamp: 'soon' };
    const { entries } = await readGood(JSON.stringify(odd));
    expect(entries).toMatchObject([{ message: 'm', level: 'info', service: null, timestamp: receivedAt }]);
    expect(JSON.parse(entries[0]?.meta ?? '')).toMatchObject({ level: 9, timestamp: 'soon' });
  });

  test.each([
    ['epoch milliseconds', receivedAt - 5, receivedAt - 5],
    ['ISO 8601', '2026-11-30T11:59:59.500Z', receivedAt - 500],
    ['ISO 8601 with an offset', '2026-11-30T13:59:59+02:00', receivedAt - 1_000],
    ['an hour ahead', receivedAt + 3_600_000, receivedAt + 3_600_000],
    ['a box without a clock', 12_345, receivedAt],
    ['two days ahead', receivedAt + 2 * 86_400_000, receivedAt],
    ['seconds instead of milliseconds', Math.trunc(receivedAt / 1000), receivedAt],
  ])('time: %s', async (_name, timestamp, expected) => {
    const { entries } = await readGood(JSON.stringify({ message: 'm', timestamp }));
    expect(entries[0]?.timestamp).toBe(expected);
    // What was not believed is still there to be looked at.
    const kept = JSON.parse(entries[0]?.meta ?? '').timestamp;
    expect(kept).toBe(expected === receivedAt ? timestamp : undefined);
  });

  test.each([
    ['ERROR', 'error'],
    ['Warning', 'warn'],
    ['fatal', 'error'],
    ['trace', 'debug'],
    ['__proto__', 'info'],
  ])('level %s is %s', async (level, expected) => {
    expect((await readGood(JSON.stringify({ message: 'm', level }))).entries[0]?.level).toBe(expected);
  });

  test('limits: bytes on the wire, bytes after inflating, lines', async () => {
    const line = '{"message":"m"}\n';
    expect(await read(line.repeat(10), undefined, { wireBytes: 159 })).toMatchObject({
      failure: { code: 'BODY_TOO_LARGE' },
    });
    expect(await read(gzipSync(line.repeat(10)), 'gzip', { inflatedBytes: 159 })).toMatchObject({
      failure: { code: 'BODY_TOO_LARGE' },
    });
    expect(await read(line.repeat(10), undefined, { lines: 9 })).toMatchObject({
      failure: { code: 'LOG_LINES_TOO_MANY' },
    });
    expect(await read(line.repeat(10), undefined, { wireBytes: 160, lines: 10 })).toMatchObject({ ok: true });
    expect(await read(gzipSync(line).subarray(0, -4), 'gzip')).toMatchObject({
      failure: { code: 'BODY_UNREADABLE' },
    });
  });

  test('any lines: as many good and bad ones as there are, and never a throw', async () => {
    const good = fc.record({ message: fc.string(), context: fc.jsonValue(), level: fc.jsonValue() });
    const one = fc.oneof(
      good.map((line) => ({ text: JSON.stringify(line), good: true })),
      fc.string().map((text) => ({ text: `!${text.replaceAll('\n', ' ')}`, good: false })),
      fc.constant({ text: '{"message":null}', good: false }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 20 }), async (lines) => {
        const batch = await readGood(lines.map(({ text }) => text).join('\n'));
        const expected = lines.filter((line) => line.good).map(({ text }) => JSON.parse(text).message);
        expect(batch.entries.map(({ message }) => message)).toEqual(expected);
        expect(batch.refused).toBe(lines.length - expected.length);
      }),
    );
  });
});
