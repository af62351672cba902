import { describe, expect, test } from 'vitest';
import {
  type EndProcessOptions,
  endProcess,
} from '../../../../../electron/gateway/supervision/resources/end-process.ts';
import type { RunningProcess } from '../../../../../electron/gateway/supervision/resources/machine.ts';

const running = (pid: number, changed: Partial<RunningProcess> = {}): RunningProcess => ({
  pid,
  parentPid: 200,
  name: 'driver',
  cpu: 0,
  memoryBytes: 0,
  startId: '1',
  kind: 'program',
  ...changed,
});

/** A machine that shows one list after the other; the last one stays. */
function machineOf(...lists: RunningProcess[][]) {
  const left = [...lists];
  return { processes: async () => (left.length > 1 ? left.shift() : left[0]) ?? [] };
}

function end(pid: number, lists: RunningProcess[][], changed: Partial<EndProcessOptions> = {}) {
  const sent: [number, string][] = [];
  const options: EndProcessOptions = {
    machine: machineOf(...lists),
    ownership: (all) => ({
      supervisionPid: 200,
      launcherPid: 100,
      managedPids: new Set([200, 300]),
      foreignAllowed: false,
      parents: new Map(all.map((each) => [each.pid, each.parentPid])),
    }),
    signal: (to, name) => void sent.push([to, name]),
    waitMs: 0,
    ...changed,
  };
  return endProcess(pid, 'SIGTERM', options).then((result) => ({ result, sent }));
}
const thrown = (code: string) => () => {
  throw Object.assign(new Error(code), { code });
};

describe('ending a process', () => {
  test('one that follows is gone', async () => {
    const { result, sent } = await end(300, [[running(300)], []]);
    expect(result).toEqual({ ok: true, value: { name: 'driver', gone: true } });
    expect(sent).toEqual([[300, 'SIGTERM']]);
  });

  test('one whose parent has not taken note yet is gone, too', async () => {
    const { result } = await end(300, [[running(300)], [running(300, { kind: 'ended' })]]);
    expect(result).toMatchObject({ value: { gone: true } });
  });

  test('another process that got the same pid meanwhile does not count as the old one', async () => {
    const { result } = await end(300, [[running(300)], [running(300, { startId: '2' })]]);
    expect(result).toMatchObject({ value: { gone: true } });
  });

  test('one that does not follow is told as such', async () => {
    const { result } = await end(300, [[running(300)]]);
    expect(result).toMatchObject({ value: { gone: false } });
  });

  test('one that was in the list and is gone now', async () => {
    const { result, sent } = await end(300, [[running(301)]]);
    expect(result).toMatchObject({ failure: { code: 'PROCESS_NOT_FOUND' } });
    expect(sent).toEqual([]);
  });

  test('one that ends between our look and the signal', async () => {
    const { result } = await end(300, [[running(300)]], { signal: thrown('ESRCH') });
    expect(result).toMatchObject({ failure: { code: 'PROCESS_NOT_FOUND' } });
  });

  test('one of another user', async () => {
    const { result } = await end(300, [[running(300)]], { signal: thrown('EPERM') });
    expect(result).toMatchObject({ failure: { code: 'PROCESS_NOT_PERMITTED' } });
  });

  test.each([-300, -1, 0, 1, 100, 200, 999])('%i gets no signal', async (pid) => {
    const { result, sent } = await end(pid, [[running(pid, { parentPid: 1 })]]);
    expect(result).toMatchObject({ failure: { code: 'PROCESS_PROTECTED' } });
    expect(sent).toEqual([]);
  });
});
