import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createUtilitySpawner, isBelow } from '../../../electron/adapters/utility-spawner.ts';
import { utilityProcess, utilityProcesses } from '../../fakes/electron.ts';

const kill = vi.fn<(pid: number, signal: 'SIGKILL') => void>();
const spawner = createUtilitySpawner({
  programFolders: ['/app/out/main', '/data/site/gateway/revisions'],
  kill,
});

const start = () => {
  const lines: string[] = [];
  const child = spawner.spawn('/app/out/main/gateway.js', {
    name: 'gateway',
    args: ['--port', '0'],
    env: { GATEWRIGHT_X: '1' },
    onOutput: (stream, line) => lines.push(`${stream}: ${line}`),
  });
  const process = utilityProcesses.at(-1);
  if (process === undefined) throw new Error('nothing was forked');
  return { child, process, lines };
};

beforeEach(() => {
  utilityProcesses.length = 0;
  utilityProcess.fork.mockClear();
  kill.mockReset();
});

describe('a utility process as a child', () => {
  test('gets its arguments and our environment plus its own', () => {
    start();
    const [entry, args, options] = utilityProcess.fork.mock.calls[0] ?? [];
    expect([entry, args]).toEqual(['/app/out/main/gateway.js', ['--port', '0']]);
    expect(options).toMatchObject({
      serviceName: 'gateway',
      env: { GATEWRIGHT_X: '1', PATH: expect.any(String) },
    });
  });

  test('messages go both ways and the exit is told once', () => {
    const { child, process } = start();
    const heard = vi.fn();
    const ended = vi.fn();
    child.onMessage(heard);
    child.onExit(ended);
    child.send({ type: 'stop' });
    process.emit('message', { type: 'ready' });
    process.emit('exit', 0);
    process.emit('exit', 0);
    expect(process.postMessage).toHaveBeenCalledWith({ type: 'stop' });
    expect(heard).toHaveBeenCalledExactlyOnceWith({ type: 'ready' });
    expect(ended).toHaveBeenCalledExactlyOnceWith({ code: 0, signal: null });
  });

  test('its output arrives as lines, split across chunks or not', async () => {
    const { process, lines } = start();
    process.stdout.write('gateway re');
    process.stdout.write('ady\nsecond\n');
    process.stderr.end('no line end');
    await vi.waitFor(() => expect(lines).toHaveLength(3));
    expect(lines.sort()).toEqual(['error: no line end', 'out: gateway ready', 'out: second']);
  });

  test('SIGTERM is Electron’s gentle way, SIGKILL goes to the pid, and to nobody after the end', () => {
    const { child, process } = start();
    child.kill('SIGTERM');
    expect(process.kill).toHaveBeenCalledOnce();
    child.kill('SIGKILL');
    expect(kill).toHaveBeenCalledExactlyOnceWith(4711, 'SIGKILL');
    process.emit('exit', 9);
    child.kill('SIGKILL');
    expect(kill).toHaveBeenCalledOnce();
  });
});

describe('children of a utility process', () => {
  const id = '0198c0de-0000-7000-8000-000000000001';
  const ask = (entry: string) => ({ broker: 'spawn', id, entry, name: 'supervision', args: [], env: {} });

  test('are started here on request, and end with the one that asked', () => {
    const { process } = start();
    process.emit('message', ask('/app/out/main/supervision.js'));
    const grandchild = utilityProcesses[1];
    expect(grandchild).toBeDefined();
    grandchild?.emit('message', { type: 'ready' });
    expect(process.postMessage).toHaveBeenCalledWith({ broker: 'message', id, message: { type: 'ready' } });
    process.emit('exit', 1);
    expect(kill).toHaveBeenCalledExactlyOnceWith(4711, 'SIGKILL');
  });

  test('may ask for children of their own', () => {
    const { process } = start();
    process.emit('message', ask('/data/site/gateway/revisions/2026.12.0/main.mjs'));
    utilityProcesses[1]?.emit('message', ask('/data/site/gateway/revisions/2026.12.0/driver.mjs'));
    expect(utilityProcesses).toHaveLength(3);
  });

  test.each(['/tmp/evil.js', '/app/out/main/../../evil.js', '/app/out/mainevil.js'])(
    '%s is not started',
    (entry) => {
      const { process } = start();
      process.emit('message', ask(entry));
      expect(utilityProcesses).toHaveLength(1);
      expect(isBelow(entry, ['/app/out/main'])).toBe(false);
    },
  );
});
