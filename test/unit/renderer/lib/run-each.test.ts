import { describe, expect, test } from 'vitest';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { runEach, waitFor } from '../../../../renderer/lib/run-each.ts';

const refused = fail(failure('ACCOUNT_LAST_ADMINISTRATOR'));
const counted = fail(failure('RATE_LIMITED', { seconds: 7 }));

function world() {
  const control = new AbortController();
  const waited: number[] = [];
  const progress: number[] = [];
  const ran: string[] = [];
  return {
    control,
    waited,
    progress,
    ran,
    each: (items: string[], answer: (item: string, times: number) => Result<unknown>) =>
      runEach(
        items,
        async (item) => {
          ran.push(item);
          return answer(item, ran.filter((one) => one === item).length);
        },
        {
          signal: control.signal,
          wait: async (ms) => {
            waited.push(ms);
          },
          onProgress: (ended) => progress.push(ended),
        },
      ),
  };
}

describe('the same for many', () => {
  test('what fails is kept with its reason, the others go through', async () => {
    const { each, progress } = world();
    const outcome = await each(['a', 'b', 'c'], (item) => (item === 'b' ? refused : ok(null)));
    expect(outcome).toEqual({
      done: ['a', 'c'],
      missed: [{ item: 'b', failure: refused.failure }],
      untried: [],
    });
    expect(progress).toEqual([1, 2, 3]);
  });

  test('a gateway that counts requests is waited for as long as it says, and asked again', async () => {
    const { each, waited, ran } = world();
    const outcome = await each(['a', 'b'], (item, times) =>
      item === 'a' && times === 1 ? counted : ok(null),
    );
    expect(outcome.done).toEqual(['a', 'b']);
    expect(waited).toEqual([7_000]);
    expect(ran).toEqual(['a', 'a', 'b']);
  });

  test('three times at most: then it is told as missed', async () => {
    const { each, ran } = world();
    const outcome = await each(['a'], () => counted);
    expect(outcome.missed).toEqual([{ item: 'a', failure: counted.failure }]);
    expect(ran).toHaveLength(3);
  });

  test('when the gateway is away the rest is not tried one by one', async () => {
    const { each, ran } = world();
    const away = fail(failure('GATEWAY_UNREACHABLE', { gateway: 'x', address: 'y', why: 'z' }));
    const outcome = await each(['a', 'b', 'c'], (item) => (item === 'b' ? away : ok(null)));
    expect(ran).toEqual(['a', 'b']);
    expect(outcome.untried).toEqual(['c']);
  });

  test('stopped: the one that runs is finished, the others are left', async () => {
    const { each, control } = world();
    const outcome = await each(['a', 'b'], () => {
      control.abort();
      return ok(null);
    });
    expect(outcome).toEqual({ done: ['a'], missed: [], untried: ['b'] });
  });
});

test('waiting ends at once when it is stopped', async () => {
  const control = new AbortController();
  const waiting = waitFor(3_600_000, control.signal);
  control.abort();
  await waiting;
  await waitFor(3_600_000, control.signal);
});
