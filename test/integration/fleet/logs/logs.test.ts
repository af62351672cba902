import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type AgentBench, agentBench } from '../../../fakes/agent-bench.ts';
import { describeOnEachDatabase } from '../../../fakes/each-database.ts';

const hourMs = 3_600_000;
const ndjson = (lines: readonly unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

function upload(bench: AgentBench, body: string | Buffer, headers: Record<string, string> = {}) {
  return bench.send(`/api/v1/device/${bench.uuid}/logs`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-ndjson', ...headers },
  });
}

const messages = ({ json }: { json: { logs: { message: string }[] } }) =>
  json.logs.map(({ message }) => message);

/** The rules of wire §1.6, "POST /device/:uuid/logs", as bytes and headers. */
describeOnEachDatabase('log lines of an agent', (newPlace) => {
  test('a batch is stored once: 202, then 200 within 24 h, then 202 again', async () => {
    const bench = await agentBench(await newPlace());
    const batchId = `${bench.uuid}-${bench.clock.now}-1`;
    const headers = { 'x-batch-id': batchId, 'x-batch-attempt': '1' };
    const body = ndjson([{ timestamp: bench.clock.now, level: 'info', message: 'one' }]);
    const answer = await upload(bench, body, headers);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      202,
      { batchId, accepted: true, queued: true, lines: 1, refused: 0 },
    ]);
    const again = await upload(bench, gzipSync(body), { ...headers, 'content-encoding': 'gzip' });
    expect([again.status, again.text]).toEqual([
      200,
      JSON.stringify({ batchId, accepted: true, duplicate: true }),
    ]);
    expect((await bench.ask('/logs')).json.count).toBe(1);
    const other = await bench.fleet.agent();
    const foreign = await bench.send(`/api/v1/device/${other.uuid}/logs`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-ndjson', ...headers, 'x-device-api-key': other.key },
    });
    expect(foreign.status).toBe(202);
    bench.clock.now += 24 * hourMs;
    expect((await upload(bench, body, headers)).status).toBe(202);
    expect((await bench.ask('/logs')).json.count).toBe(2);
  });

  test('without an id; two batches of one id at once are stored once', async () => {
    const bench = await agentBench(await newPlace());
    const body = ndjson([{ message: 'm' }]);
    expect(JSON.parse((await upload(bench, body)).text)).toMatchObject({
      batchId: 'auto-generated',
      queued: true,
    });
    expect((await upload(bench, body)).status).toBe(202);
    const both = await Promise.all([1, 2, 3, 4].map(() => upload(bench, body, { 'x-batch-id': 'same' })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 200, 200, 202]);
    expect((await bench.ask('/logs')).json.count).toBe(3);
  });

  test('good lines of a batch are kept, bad ones counted; a batch that is refused leaves nothing and may come again', async () => {
    const bench = await agentBench(await newPlace());
    const mixed = await upload(bench, `{"message":"good"}\nnonsense\n{"message":1}\n`, { 'x-batch-id': 'a' });
    expect(JSON.parse(mixed.text)).toMatchObject({ lines: 1, refused: 2, reason: 'line 2: not JSON' });
    const packed = gzipSync(ndjson([{ message: 'late' }]));
    const gzip = { 'x-batch-id': 'b', 'content-encoding': 'gzip' };
    const cut = await upload(bench, packed.subarray(0, -6), gzip);
    expect([cut.status, JSON.parse(cut.text).code]).toEqual([400, 'body_unreadable']);
    expect((await upload(bench, packed, { ...gzip, 'content-encoding': 'br' })).status).toBe(400);
    expect((await upload(bench, packed, gzip)).status).toBe(202);
    expect(messages(await bench.ask('/logs')).sort()).toEqual(['good', 'late']);
  });

  test('a gzip bomb and more than 10 MB end with 413, and the server lives on', async () => {
    const bench = await agentBench(await newPlace());
    const bomb = gzipSync(Buffer.alloc(100_000_000, ' '));
    expect(bomb.length).toBeLessThan(200_000);
    const answer = await upload(bench, bomb, { 'content-encoding': 'gzip' });
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([413, 'body_too_large']);
    const full = `${' '.repeat(65_535)}\n`.repeat(160);
    const large = await upload(bench, `${full}\n`);
    expect(large.status).toBe(413);
    expect((await upload(bench, full)).status).toBe(202);
    const many = await upload(bench, '\n'.repeat(5_000_000));
    expect([many.status, JSON.parse(many.text).code]).toEqual([413, 'log_lines_too_many']);
    expect((await bench.ask('/logs')).json.count).toBe(0);
  });

  test('searched and paged, the newest first', async () => {
    const bench = await agentBench(await newPlace());
    const noon = Date.UTC(2026, 5, 15, 12);
    bench.clock.now = noon + 48 * hourMs;
    const line = (minute: number, level: string, name: string, message: string) => ({
      ...{ timestamp: noon + minute * 60_000, level, message, isStdErr: level === 'error' },
      source: { type: 'container', name },
    });
    const lines = [
      line(0, 'info', 'web', 'started 100%'),
      line(1, 'warn', 'web', 'Slow answer'),
      line(2, 'error', 'db', 'no answer_x'),
      line(2, 'info', 'db', 'same minute'),
      { timestamp: '2026-06-16T00:00:00Z', level: 'debug', message: 'next day', context: { component: 'c' } },
    ];
    await upload(bench, ndjson(lines));
    const search = async (query: string) => messages(await bench.ask(`/logs?${query}`));
    expect(await search('')).toEqual([
      'next day',
      'same minute',
      'no answer_x',
      'Slow answer',
      'started 100%',
    ]);
    expect(await search('service=db')).toEqual(['same minute', 'no answer_x']);
    expect(await search('level=error')).toEqual(['no answer_x']);
    expect(await search('q=SLOW')).toEqual(['Slow answer']);
    expect(await search('q=0%25')).toEqual(['started 100%']);
    expect(await search('q=r_x')).toEqual(['no answer_x']);
    expect(await search('q=%5C')).toEqual([]);
    expect(await search('to=2026-06-15')).toEqual([
      'same minute',
      'no answer_x',
      'Slow answer',
      'started 100%',
    ]);
    expect(await search('from=2026-06-15T12:02:00Z&to=2026-06-15T23:00:00%2B02:00')).toEqual([
      'same minute',
      'no answer_x',
    ]);
    expect(await search('from=2026-06-16')).toEqual(['next day']);
    expect(await search('limit=2&offset=1')).toEqual(['same minute', 'no answer_x']);
    expect((await bench.ask('/logs?cursor=nonsense')).json.code).toBe('cursor_invalid');
    const paged: string[] = [];
    let cursor = '';
    do {
      const page = await bench.ask(`/logs?limit=2${cursor}`);
      paged.push(...messages(page));
      cursor = page.json.nextCursor === null ? '' : `&cursor=${page.json.nextCursor}`;
    } while (cursor !== '');
    expect(paged).toEqual(await search(''));
    expect((await bench.ask('/logs/services')).json).toEqual({ count: 2, services: ['db', 'web'] });
    expect((await bench.ask('/logs?level=debug')).json.logs[0]).toMatchObject({
      agent_uuid: bench.uuid,
      service_name: null,
      is_system: false,
      is_stderr: false,
      timestamp: '2026-06-16T00:00:00.000Z',
      meta: { context: { component: 'c' } },
    });
  });

  test('summaries of what an agent had to drop stand in its log; what is 90 days old goes', async () => {
    const bench = await agentBench(await newPlace());
    const path = `/api/v1/device/${bench.uuid}/logs/dropped-summaries`;
    const body = JSON.stringify({ summaries: [{ count: 7, reason: 'full' }], reportedAt: bench.clock.now });
    const headers = { 'content-type': 'application/json' };
    const answer = await bench.send(path, { method: 'POST', body, headers });
    expect([answer.status, answer.text]).toEqual([
      200,
      '{"status":"ok","received":1,"message":"1 summaries stored"}',
    ]);
    expect((await bench.ask('/logs')).json.logs[0]).toMatchObject({
      level: 'warn',
      meta: { dropped: { count: 7, reason: 'full' } },
    });
    const { createAgentLogs } = await import('../../../../electron/fleet/logs/agent-logs.ts');
    const sweepAt = async (days: number) => {
      await createAgentLogs({
        store: bench.fleet.store,
        now: () => bench.clock.now + days * 24 * hourMs,
      }).sweep();
      return (await bench.ask('/logs')).json.count;
    };
    expect(await sweepAt(89)).toBe(1);
    expect(await sweepAt(91)).toBe(0);
  });

  test('texts that a database cannot keep, and a line that is nested without end', async () => {
    const bench = await agentBench(await newPlace());
    const deep = `{"message":"deep","context":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    const body = `${ndjson([{ message: 'a\0b', serviceName: 'c\0d', level: '\0', 'e\0': '\ud800' }])}${deep}\n`;
    const answer = await upload(bench, body);
    expect(JSON.parse(answer.text)).toMatchObject({
      lines: 1,
      refused: 1,
      reason: 'line 2: nested too deeply',
    });
    expect((await bench.ask('/logs')).json.logs).toMatchObject([
      { message: 'ab', service_name: 'cd', level: 'info' },
    ]);
  });
});
