import { describe, expect, test } from 'vitest';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok } from '#shared/result.ts';
import type { GatewayProcess } from '../../../../electron/workbench/site/gateway-process.ts';
import { startPatiently } from '../../../../electron/workbench/site/start-patiently.ts';

const limits = { folderWithinMs: 60_000, askEveryMs: 1 };
const inUse = 75;

/** Runs that end with these codes, one after the other; null: it serves until it is stopped. */
function runs(codes: readonly (number | null)[]) {
  const made: { stopped: boolean }[] = [];
  const start = async (): Promise<GatewayProcess> => {
    const code = codes[made.length] ?? null;
    const run = { stopped: false };
    made.push(run);
    const end = Promise.withResolvers<{ lastWords: string; code: number | null }>();
    if (code !== null) end.resolve({ lastWords: `code ${code}`, code });
    const why = failure('SITE_START_FAILED', { why: `code ${code}` });
    return {
      ready: Promise.resolve(code === null ? ok({ address: 'http://127.0.0.1:1' }) : fail(why)),
      ended: end.promise,
      async stop() {
        run.stopped = true;
        end.resolve({ lastWords: 'stopped', code: 0 });
      },
    };
  };
  return { made, start };
}

describe('the start of the embedded gateway', () => {
  test('is made again as long as another program holds its folder, and only the last run counts', async () => {
    const { made, start } = runs([inUse, inUse, null]);
    const ended: string[] = [];
    const { signal } = new AbortController();
    const ready = await startPatiently(start, (_run, words) => void ended.push(words), signal, limits);
    expect(ready).toEqual({ ok: true, value: { address: 'http://127.0.0.1:1' } });
    expect(made).toHaveLength(3);
    expect(ended).toEqual([]);
  });

  test('that fails for another reason is not repeated', async () => {
    const { made, start } = runs([1, null]);
    const ready = await startPatiently(start, () => undefined, new AbortController().signal, limits);
    expect(ready).toMatchObject({ ok: false, failure: { code: 'SITE_START_FAILED' } });
    expect(made).toHaveLength(1);
  });

  test('gives up when the folder stays taken', async () => {
    const { made, start } = runs(Array.from({ length: 100_000 }, () => inUse));
    const brief = { folderWithinMs: 30, askEveryMs: 1 };
    const ready = await startPatiently(start, () => undefined, new AbortController().signal, brief);
    expect(ready.ok).toBe(false);
    expect(made.length).toBeGreaterThan(1);
  });

  test('leaves no process behind when the site is stopped meanwhile', async () => {
    const leaving = new AbortController();
    const { made, start } = runs([inUse, null]);
    const stopInBetween = async () => {
      const run = await start();
      if (made.length === 2) leaving.abort();
      return run;
    };
    const ready = await startPatiently(stopInBetween, () => undefined, leaving.signal, limits);
    expect(ready).toMatchObject({ ok: false, failure: { code: 'SITE_STOPPED' } });
    expect(made.at(-1)?.stopped).toBe(true);
  });
});
