import { spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readUnits } from '../../../../../../electron/gateway/supervision/resources/linux/auxiliary-vector.ts';
import { createProcessScanner } from '../../../../../../electron/gateway/supervision/resources/linux/process-scanner.ts';
import { eventually } from '../../../../../fakes/eventually.ts';
import { temporaryFolder } from '../../../../../fakes/temporary-folder.ts';

const onLinux = describe.runIf(platform() === 'linux');

interface Fake {
  comm?: string;
  state?: string;
  parent?: number;
  ticks?: number;
  start?: number;
  pages?: number;
  command?: string;
}

/** A `/proc` of a few processes, in the kernel's form. */
async function fakeProc() {
  const root = await temporaryFolder();
  const put = async (pid: number, fake: Fake) => {
    const { comm = 'x', state = 'S', parent = 1, ticks = 0, start = 100, pages = 10, command = '' } = fake;
    await mkdir(join(root, String(pid)), { recursive: true });
    const fields = `${state} ${parent} 1 1 0 -1 0 0 0 0 0 ${ticks} 0 0 0 20 0 1 0 ${start} 0 ${pages} 0`;
    await writeFile(join(root, String(pid), 'stat'), `${pid} (${comm}) ${fields}\n`);
    await writeFile(join(root, String(pid), 'cmdline'), command);
  };
  return { root, put, remove: (pid: number) => rm(join(root, String(pid)), { recursive: true }) };
}

onLinux('process list', () => {
  const { pageBytes, ticksPerSecond } = readUnits();

  test('units of this machine are sane', () => {
    expect([4096, 16_384, 65_536]).toContain(pageBytes);
    expect(ticksPerSecond).toBe(100);
  });

  test('name, parent, memory and kind of each', async () => {
    const proc = await fakeProc();
    await proc.put(1, { comm: 'systemd', parent: 0, command: '/sbin/init\0' });
    await proc.put(2, { comm: 'kthreadd', parent: 0 });
    await proc.put(30, { comm: 'kworker/0:0', parent: 2 });
    await proc.put(500, { comm: 'MainThread', parent: 1, pages: 1_000, command: 'node\0x.js\0' });
    await proc.put(501, { comm: 'done', parent: 500, state: 'Z' });
    await mkdir(join(proc.root, 'self'));
    await writeFile(join(proc.root, 'meminfo'), '');
    const all = await createProcessScanner(proc.root)();
    expect(all.map(({ pid, parentPid, name, kind }) => [pid, parentPid, name, kind])).toEqual([
      [1, 0, 'init', 'program'],
      [2, 0, 'kthreadd', 'kernel'],
      [30, 2, 'kworker/0:0', 'kernel'],
      [500, 1, 'node', 'program'],
      [501, 500, 'done', 'ended'],
    ]);
    expect(all[3]?.memoryBytes).toBe(1_000 * pageBytes);
  });

  test('CPU time counts from one look to the next, and not that of another process with the same pid', async () => {
    const proc = await fakeProc();
    await proc.put(10, { ticks: 1_000 });
    await proc.put(11, { ticks: 5_000, start: 100 });
    const scan = createProcessScanner(proc.root);
    expect((await scan()).map(({ cpu }) => cpu)).toEqual([0, 0]);
    await proc.put(10, { ticks: 1_010 });
    await proc.put(11, { ticks: 20, start: 900 });
    const [ten, eleven] = await scan();
    expect(ten?.cpu).toBeGreaterThan(0);
    // Twice the ticks in the same time.
    expect((eleven?.cpu ?? 0) / (ten?.cpu ?? 1)).toBeCloseTo(2, 0);
  });

  test('processes that come, go and cannot be read are no trouble', async () => {
    const proc = await fakeProc();
    await proc.put(10, {});
    await proc.put(11, {});
    await mkdir(join(proc.root, '12'));
    const scan = createProcessScanner(proc.root);
    expect((await scan()).map(({ pid }) => pid)).toEqual([10, 11]);
    await proc.remove(10);
    await proc.put(13, {});
    expect((await scan()).map(({ pid }) => pid)).toEqual([11, 13]);
  });

  test('a program that becomes another one shows its new name', async () => {
    const proc = await fakeProc();
    await proc.put(10, { comm: 'sh', command: 'sh\0' });
    const scan = createProcessScanner(proc.root);
    await scan();
    await proc.put(10, { comm: 'sleep', command: 'sleep\0' });
    expect((await scan())[0]?.name).toBe('sleep');
  });

  test('this machine: a real child with its parent, its CPU time, and its end', async () => {
    const child = spawn('sh', ['-c', 'while :; do :; done']);
    onTestFinished(() => void child.kill('SIGKILL'));
    const scan = createProcessScanner();
    const find = async () => (await scan()).find(({ pid }) => pid === child.pid);
    const found = await find();
    expect(found).toMatchObject({ parentPid: process.pid, name: 'sh', kind: 'program' });
    await eventually(async () => (await find())?.cpu ?? 0).toBeGreaterThan(1);
    child.kill('SIGKILL');
    await eventually(find).toBeUndefined();
  });
});
