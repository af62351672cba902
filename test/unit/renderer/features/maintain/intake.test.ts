import { describe, expect, test } from 'vitest';
import type { FileToken } from '#shared/bridge/files.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { createIntake } from '../../../../../renderer/features/maintain/intake.ts';
import { createClientStore } from '../../../../../renderer/lib/client-state/client-store.ts';
import { baseState, ids } from '../../../../e2e/screens/fixtures.ts';
import { createFakeBridge } from '../../../../fakes/fake-bridge.ts';

function setUp() {
  const fake = createFakeBridge({ state: baseState() });
  const takes: ((result: Result<FileToken>) => void)[] = [];
  const bridge = {
    ...fake,
    takeFile: () => new Promise<Result<FileToken>>((resolve) => takes.push(resolve)),
  };
  const store = createClientStore();
  const intake = createIntake(bridge, store);
  const stage = () => store.getState().intakes[ids.boiler];
  const released = () => fake.calls.filter(({ name }) => name === 'files.release').map(({ input }) => input);
  return { intake, takes, stage, released };
}

const file = (name: string) => new File(['zip'], name);
const token = (name: string): FileToken => ({ token: `token-${name}`, name, bytes: 3 });

describe('a file on its way to the preflight card', () => {
  test('is read, checked, ready', async () => {
    const { intake, takes, stage } = setUp();
    const taking = intake.takeFile(ids.boiler, file('a.zip'));
    expect(stage()).toMatchObject({ stage: 'reading', name: 'a.zip' });
    takes[0]?.(ok(token('a.zip')));
    await taking;
    expect(stage()).toMatchObject({ stage: 'ready', name: 'a.zip' });
  });

  test('a newer file replaces an older one, and what comes late from the older one is let go', async () => {
    const { intake, takes, stage, released } = setUp();
    const older = intake.takeFile(ids.boiler, file('old.zip'));
    const newer = intake.takeFile(ids.boiler, file('new.zip'));
    takes[1]?.(ok(token('new.zip')));
    await newer;
    takes[0]?.(ok(token('old.zip')));
    await older;
    expect(stage()).toMatchObject({ stage: 'ready', name: 'new.zip' });
    expect(released()).toEqual([{ token: 'token-old.zip' }]);
  });

  test('what cannot be read says so and is shown with its name', async () => {
    const { intake, takes, stage } = setUp();
    const taking = intake.takeFile(ids.boiler, file('a.zip'));
    takes[0]?.(fail(failure('BRIDGE_CLOSED')));
    await taking;
    expect(stage()).toMatchObject({ stage: 'failed', name: 'a.zip', failure: { code: 'BRIDGE_CLOSED' } });
  });

  test('cancelling forgets the file; a job that took it over does not', async () => {
    const { intake, stage, released } = setUp();
    await intake.takeToken(ids.boiler, token('a.zip'));
    intake.handOver(ids.boiler);
    expect(stage()).toBeUndefined();
    expect(released()).toEqual([]);
    await intake.takeToken(ids.boiler, token('b.zip'));
    intake.clear(ids.boiler);
    expect(stage()).toBeUndefined();
    expect(released()).toHaveLength(1);
  });
});
