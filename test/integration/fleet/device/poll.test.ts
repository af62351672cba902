import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { agentBench } from '../../../fakes/agent-bench.ts';
import { describeOnEachDatabase } from '../../../fakes/each-database.ts';

/** The rules of wire §1.6, "GET /device/:uuid/state", as bytes and headers. */

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

describeOnEachDatabase('an agent that polls', (newPlace) => {
  test('a state that was never set, then one that is, then nothing new', async () => {
    const bench = await agentBench(await newPlace());
    const { uuid } = bench;
    const at = `/api/v1/device/${uuid}/state`;
    const empty = await bench.send(at);
    expect(empty).toMatchObject({ status: 200, text: `{"${uuid}":{"apps":{},"config":{}}}` });
    expect(empty.headers.etag).toMatch(/^[A-Za-z0-9+/]{32}$/);
    expect((await bench.send(at)).headers.etag).toBe(empty.headers.etag);
    expect(await bench.send(at, { headers: { 'if-none-match': empty.headers.etag ?? '' } })).toMatchObject({
      status: 304,
      text: '',
    });

    const config = { intervals: { agent: { reportIntervalMs: 10_000 } }, odd: 'ü' };
    const written = await bench.ask('/target-state', { body: { apps: {}, config } });
    expect(written).toMatchObject({
      status: 200,
      json: { status: 'ok', uuid, version: 1, apps: {}, config },
    });
    const full = await bench.send(at, { headers: { 'if-none-match': empty.headers.etag ?? '' } });
    const deployed = new Date(bench.clock.now).toISOString();
    expect(full.text).toBe(
      `{"${uuid}":{"apps":{},"config":{"intervals":{"agent":{"reportIntervalMs":10000}},"odd":"ü"},"version":1,"needs_deployment":false,"last_deployed_at":"${deployed}"}}`,
    );
    const etag = sha1(
      '{"version":1,"apps":{},"config":{"intervals":{"agent":{"reportIntervalMs":10000}},"odd":"ü"}}',
    );
    expect(full).toMatchObject({ status: 200, headers: { etag } });

    const same = await bench.send(at, { headers: { 'if-none-match': etag } });
    expect(same).toMatchObject({ status: 304, text: '' });
    expect(same.headers['x-content-length']).toBe(String(Buffer.byteLength(full.text)));
    expect(same.headers).not.toHaveProperty('etag');
    for (const other of [`"${etag}"`, `W/"${etag}"`, '*', `${etag},x`]) {
      expect((await bench.send(at, { headers: { 'if-none-match': other } })).status, other).toBe(200);
    }
  });

  test('what is held back is never told, also not to an agent that has nothing; deployed, it comes', async () => {
    const bench = await agentBench(await newPlace());
    const at = `/api/v1/device/${bench.uuid}/state`;
    await bench.ask('/target-state', { body: { apps: {}, config: { mark: 1 } } });
    const first = await bench.send(at);
    const held = await bench.ask('/target-state?hold=true', {
      method: 'PUT',
      body: { apps: {}, config: { mark: 2 } },
    });
    expect(held.json).toMatchObject({ version: 2, needs_deployment: true });
    for (const wanted of [null, 'x', first.headers.etag ?? '']) {
      const answer = await bench.send(at, wanted === null ? {} : { headers: { 'if-none-match': wanted } });
      expect(answer).toMatchObject({ status: 304, text: '' });
      expect(Number(answer.headers['x-content-length'])).toBeGreaterThan(100);
    }
    bench.clock.now += 1_000;
    expect((await bench.ask('/deploy', { body: { deployedBy: 'night shift' } })).json).toEqual({
      status: 'ok',
      message: 'Version 3 is live',
      deviceUuid: bench.uuid,
      version: 3,
      deployedBy: 'night shift',
      deployedAt: new Date(bench.clock.now).toISOString(),
      appsCount: 0,
    });
    const got = JSON.parse((await bench.send(at)).text)[bench.uuid];
    expect(got).toMatchObject({ version: 3, config: { mark: 2 }, needs_deployment: false });
    expect(Date.parse(got.last_deployed_at)).toBe(bench.clock.now);
  });

  test('tags outlive a restart, and an agent that was cleared gets the empty state', async () => {
    const bench = await agentBench(await newPlace());
    const at = `/api/v1/device/${bench.uuid}/state`;
    await bench.ask('/target-state', { body: { apps: {}, config: { mark: 1 } } });
    const { headers } = await bench.send(at);
    await bench.fleet.restart();
    expect((await bench.send(at, { headers: { 'if-none-match': headers.etag ?? '' } })).status).toBe(304);
    expect((await bench.ask('/target-state', { method: 'DELETE' })).status).toBe(200);
    const cleared = await bench.send(at, { headers: { 'if-none-match': headers.etag ?? '' } });
    expect(JSON.parse(cleared.text)[bench.uuid]).toMatchObject({ apps: {}, config: {}, version: 2 });
    expect(cleared.headers.etag).toBe(sha1('{"version":2,"apps":{},"config":{}}'));
  });

  test('polls while versions come: every answer is one whole version with its own tag', async () => {
    const bench = await agentBench(await newPlace());
    const at = `/api/v1/device/${bench.uuid}/state`;
    const writes = (async () => {
      for (let mark = 1; mark <= 15; mark += 1) {
        await bench.ask('/target-state', { method: 'PUT', body: { apps: {}, config: { mark } } });
      }
    })();
    let etag = '';
    let last = 0;
    for (let count = 0; count < 200 && last < 15; count += 1) {
      const answer = await bench.send(at, { headers: { 'if-none-match': etag } });
      if (answer.status === 304) continue;
      const got = JSON.parse(answer.text)[bench.uuid];
      if (got.version === undefined) continue;
      const { version, apps, config } = got;
      expect(config.mark).toBe(version);
      expect(version).toBeGreaterThanOrEqual(last);
      expect(answer.headers.etag).toBe(sha1(JSON.stringify({ version, apps, config })));
      last = version;
      etag = answer.headers.etag ?? '';
    }
    await writes;
    const { text, status } = await bench.send(at);
    expect([status, JSON.parse(text)[bench.uuid].version]).toEqual([200, 15]);
  });
});
