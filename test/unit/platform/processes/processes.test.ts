import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { backOffMs } from '#platform/processes/back-off.ts';
import { serveBroker } from '#platform/processes/broker.ts';
import { createForkSpawner } from '#platform/processes/fork-spawner.ts';
import { createLineCutter } from '#platform/processes/lines.ts';
import type { Child } from '#platform/processes/spawner.ts';
import { stopChild } from '#platform/processes/stop-child.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const platform = new URL('../../../../electron/platform/processes/', import.meta.url).href;

/** Starts a program with this source; killed with the test. */
async function start(source: string, env: Record<string, string> = {}) {
  const entry = join(await temporaryFolder(), 'program.mjs');
  await writeFile(entry, source);
  const output: string[] = [];
  const child = createForkSpawner().spawn(entry, {
    name: 'program',
    args: ['argument'],
    env,
    onOutput: (stream, line) => output.push(`${stream} ${line}`),
  });
  onTestFinished(() => child.kill('SIGKILL'));
  return { child, output };
}

const exitOf = (child: Child) => new Promise((resolve) => child.onExit(resolve));
const messageOf = (child: Child, wanted: (message: unknown) => boolean = () => true) =>
  new Promise((resolve) => child.onMessage((message) => wanted(message) && resolve(message)));

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a forked child', () => {
  test('gets arguments and environment, answers messages, and its output comes in lines', async () => {
    const { child, output } = await start(
      `process.stdout.write('one\\ntw'); process.stdout.write('o\\nlast'); process.stderr.write('oops\\n');
       process.on('message', (m) => process.send({ echo: m, args: process.argv[2], env: process.env.MARK }, () => process.exit(3)));`,
      { MARK: 'yes' },
    );
    const answer = messageOf(child);
    child.send({ a: 1 });
    expect(await answer).toEqual({ echo: { a: 1 }, args: 'argument', env: 'yes' });
    expect(await exitOf(child)).toEqual({ code: 3, signal: null });
    await expect.poll(() => output.toSorted()).toEqual(['error oops', 'out last', 'out one', 'out two']);
  });

  test('tells its exit also to those who ask late; sending to it then does nothing', async () => {
    const { child } = await start('process.exit(0)');
    await exitOf(child);
    expect(await exitOf(child)).toEqual({ code: 0, signal: null });
    child.send({ late: true });
  });

  test('that cannot start ends', async () => {
    const child = createForkSpawner().spawn('/nowhere/program.mjs', {
      name: 'x',
      args: [],
      env: {},
      onOutput: () => {},
    });
    expect(await exitOf(child)).toMatchObject({ code: 1 });
  });
});

describe('stopping', () => {
  test('gently with a message', async () => {
    const { child } = await start(`process.on('message', () => process.exit(7)); process.send('up');`);
    await messageOf(child);
    expect(await stopChild(child, { message: { type: 'stop' }, graceMs: 20_000 })).toEqual({
      code: 7,
      signal: null,
    });
    expect(await stopChild(child, { graceMs: 20_000 })).toEqual({ code: 7, signal: null });
  });

  test('hard when it does not listen', async () => {
    const { child } = await start(
      `process.on('SIGTERM', () => {}); process.on('message', () => {}); process.send('up');`,
    );
    await messageOf(child);
    expect(await stopChild(child, { graceMs: 50 })).toEqual({ code: null, signal: 'SIGKILL' });
  });
});

describe('a child that may not fork', () => {
  const asking = `
    import { openParentPort } from '${platform}parent-port.ts';
    import { chooseSpawner } from '${platform}brokered-spawner.ts';
    const parent = openParentPort();
    parent.onGone(() => process.exit(0));
    const spawner = chooseSpawner(parent);
    parent.onMessage((message) => {
      if (message.entry === undefined) return;
      const child = spawner.spawn(message.entry, {
        name: 'grandchild', args: [], env: { MARK: 'deep' },
        onOutput: (stream, line) => parent.send({ line, stream }),
      });
      child.onMessage((said) => { parent.send({ said, pid: child.pid }); child.send('back'); });
      child.onExit((exit) => parent.send({ exit }));
    });`;
  const grandchild = `process.on('message', (m) => { process.stdout.write('heard ' + m + '\\n', () => process.exit(5)); });
    process.send({ mark: process.env.MARK });`;

  async function startAsking(mayStart: (entry: string) => boolean, source = grandchild) {
    const entry = join(await temporaryFolder(), 'grandchild.mjs');
    await writeFile(entry, source);
    const { child } = await start(asking, { GATEWRIGHT_SPAWN_BY_BROKER: '1' });
    const heard: Record<string, unknown>[] = [];
    child.onMessage((message) => {
      const plain = message as Record<string, unknown>;
      if (!('broker' in plain)) heard.push(plain);
    });
    serveBroker(child, createForkSpawner(), mayStart);
    child.send({ entry });
    return { child, heard };
  }

  test('has its children started, spoken with and watched by its ancestor', async () => {
    const { heard } = await startAsking(() => true);
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(3);
    expect(heard).toContainEqual({ said: { mark: 'deep' }, pid: expect.any(Number) });
    expect(heard).toContainEqual({ line: 'heard back', stream: 'out' });
    expect(heard).toContainEqual({ exit: { code: 5, signal: null } });
  });

  test('is refused what is not ours', async () => {
    const { heard } = await startAsking(() => false);
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(2);
    expect(heard[1]).toEqual({ exit: { code: null, signal: null } });
  });

  test('takes its grandchildren with it when it dies', async () => {
    const { child, heard } = await startAsking(
      () => true,
      `process.on('message', () => {}); process.send('up');`,
    );
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(1);
    const pid = Number(heard[0]?.pid);
    expect(isAlive(pid)).toBe(true);
    child.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });
});

test('the parent port tells when the parent is gone', async () => {
  const inner = join(await temporaryFolder(), 'inner.mjs');
  const marker = join(await temporaryFolder(), 'gone');
  await writeFile(
    inner,
    `import { writeFileSync } from 'node:fs'; import { openParentPort } from '${platform}parent-port.ts';
     const port = openParentPort(); port.onGone(() => { writeFileSync('${marker}', 'gone'); process.exit(0); }); port.send('up');`,
  );
  const { child } = await start(
    `import { fork } from 'node:child_process'; const c = fork('${inner}'); c.on('message', () => process.send(c.pid));`,
  );
  const pid = Number(await messageOf(child));
  child.kill('SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  const { readFile } = await import('node:fs/promises');
  expect(await readFile(marker, 'utf8')).toBe('gone');
});

test('lines come out the same however the bytes are cut', () => {
  const cuts = fc.tuple(fc.string({ unit: 'grapheme' }), fc.array(fc.nat(40)));
  fc.assert(
    fc.property(cuts, ([tail, sizes]) => {
      const last = tail.replaceAll(/[\r\n]/g, '');
      const whole = Buffer.from(`first\nzweite ä\r\n\n${last}`);
      const lines: string[] = [];
      const cutter = createLineCutter((line) => lines.push(line));
      let at = 0;
      for (const size of sizes) {
        cutter.push(whole.subarray(at, at + size));
        at += size;
      }
      cutter.push(whole.subarray(at));
      cutter.end();
      expect(lines).toEqual(['first', 'zweite ä', '', ...(last === '' ? [] : [last])]);
    }),
  );
});

test('a line without an end is passed on in pieces instead of growing', () => {
  const lines: string[] = [];
  const cutter = createLineCutter((line) => lines.push(line));
  for (let i = 0; i < 30; i++) cutter.push(Buffer.alloc(10_000, 'x'));
  expect(lines.length).toBeGreaterThan(2);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(80_000);
});

test('back-off is 0 without failures, doubles, never exceeds its maximum and never shrinks', () => {
  expect([0, 1, 2, 3, 4, 5].map((failures) => backOffMs(failures, { firstMs: 100, maxMs: 1000 }))).toEqual([
    0, 100, 200, 400, 800, 1000,
  ]);
  fc.assert(
    fc.property(
      fc.nat(10_000),
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 1, max: 1e9 }),
      (n, firstMs, maxMs) => {
        const [now, next] = [backOffMs(n, { firstMs, maxMs }), backOffMs(n + 1, { firstMs, maxMs })];
        expect(now).toBeLessThanOrEqual(maxMs);
        expect(next).toBeGreaterThanOrEqual(now);
      },
    ),
  );
});
