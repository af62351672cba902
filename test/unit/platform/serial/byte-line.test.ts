import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { lineSettingsDefaults } from '#shared/bridge/serial-ports.ts';
import type { ByteLine, LineGone } from '../../../../electron/platform/serial/byte-line.ts';
import { openSerialLine } from '../../../../electron/platform/serial/open-serial-line.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { createMemoryLine } from '../../../fakes/memory-line.ts';
import { serialCable } from '../../../fakes/serial-cable.ts';

interface Cable {
  near: ByteLine;
  far: ByteLine;
  pull(): Promise<void>;
}

async function open(path: string): Promise<ByteLine> {
  const opened = await openSerialLine(path, lineSettingsDefaults);
  if (!opened.ok) throw new Error(opened.failure.message);
  return opened.value;
}

/** Everything that is a line of bytes behaves like this. */
const kinds: Record<string, () => Promise<Cable>> = {
  'a cable in memory': async () => {
    const { near, far, pull } = createMemoryLine();
    return { near, far, pull: async () => pull() };
  },
  'a pair of pseudo-terminals': async () => {
    const cable = await serialCable();
    return { near: await open(cable.ours), far: await open(cable.theirs), pull: cable.pull };
  },
};

const collect = (line: ByteLine) => {
  const pieces: Buffer[] = [];
  line.onBytes((bytes) => void pieces.push(Buffer.from(bytes)));
  return () => Buffer.concat(pieces);
};

describe.each(Object.entries(kinds))('%s', (_, plug) => {
  test('carries every byte both ways, in order', async () => {
    const { near, far } = await plug();
    const [atFar, atNear] = [collect(far), collect(near)];
    const content = randomBytes(300_000);
    await Promise.all([near.write(content), far.write(Buffer.from('back'))]);
    await near.drain();
    await eventually(() => atFar().length).toBe(content.length);
    expect(atFar().equals(content)).toBe(true);
    await eventually(() => atNear().toString()).toBe('back');
    await Promise.all([near.close(), far.close()]);
  });

  test('tells every listener, until it has enough', async () => {
    const { near, far } = await plug();
    const [first, second] = [collect(far), collect(far)];
    let third = '';
    const end = far.onBytes((bytes) => {
      third += Buffer.from(bytes).toString();
    });
    await near.write(Buffer.from('one '));
    await eventually(() => third).toBe('one ');
    end();
    await near.write(Buffer.from('two'));
    await eventually(() => first().toString()).toBe('one two');
    expect(second().toString()).toBe('one two');
    expect(third).toBe('one ');
    await Promise.all([near.close(), far.close()]);
  });

  test('closed by us: what was written is out, then it takes nothing and says so once', async () => {
    const { near, far } = await plug();
    const atFar = collect(far);
    const reasons: LineGone['reason'][] = [];
    near.onClosed((why) => void reasons.push(why.reason));
    void near.write(Buffer.from('last words'));
    await near.close();
    await near.close();
    await eventually(() => atFar().toString()).toBe('last words');
    await expect(near.write(Buffer.from('x'))).rejects.toMatchObject({ name: 'LineGone' });
    near.onClosed((why) => void reasons.push(why.reason));
    expect(reasons).toEqual(['closed', 'closed']);
    await far.close();
  });

  test('pulled: the listener hears it, and writing fails with the reason', async () => {
    const { near, far, pull } = await plug();
    const reasons: LineGone['reason'][] = [];
    near.onBytes(() => undefined);
    near.onClosed((why) => void reasons.push(why.reason));
    await pull();
    await eventually(() => reasons).toEqual(['pulled']);
    await expect(near.write(Buffer.from('x'))).rejects.toMatchObject({ reason: 'pulled' });
    await near.close();
    await far.close();
  });
});
