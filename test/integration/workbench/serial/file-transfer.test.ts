import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SerialTransfer } from '#shared/bridge/serial-transfer.ts';
import { openConsole } from '../../../fakes/console-bench.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { serialCable } from '../../../fakes/serial-cable.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';
import { startWorkbenchBench, type WorkbenchBench } from '../../../fakes/workbench-bench.ts';

/** A program of lrzsz on the device, with its end of the cable as terminal. */
function onDevice(path: string, command: string, args: string[], cwd: string): ChildProcess {
  const end = openSync(path, 'r+');
  const child = spawn(command, args, { cwd, stdio: [end, end, 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

function follow(bench: WorkbenchBench): () => SerialTransfer | undefined {
  let last: SerialTransfer | undefined;
  bench.bridge.subscribe('serial.transferChanged', (transfer) => {
    last = transfer;
  });
  return () => last;
}

async function token(bench: WorkbenchBench, path: string): Promise<string> {
  const shelved = await bench.workbench.files.adoptPath(path);
  if (!shelved.ok) throw new Error(shelved.failure.message);
  return shelved.value.token;
}

const content = randomBytes(150_000);

describe('files over the line of a console', () => {
  test('sz on the device asks first, and what is accepted arrives whole; the screen sees none of it', async () => {
    const [cable, there, bench] = [await serialCable(), await temporaryFolder(), await startWorkbenchBench()];
    const screen = await openConsole(bench, cable.ours);
    const transfer = follow(bench);
    await writeFile(join(there, 'config.bin'), content);
    onDevice(cable.theirs, 'sz', ['-q', 'config.bin'], there);
    await eventually(() => transfer()?.question).toEqual({ kind: 'start', direction: 'receive' });
    const transferId = transfer()?.id ?? '';
    await bench.ask('serial.transferAnswer', { transferId, answer: 'accept' });
    await eventually(() => transfer()?.state).toBe('ended');

    expect(transfer()).toMatchObject({ end: 'completed', failure: null, direction: 'receive' });
    expect(transfer()?.files).toMatchObject([
      { name: 'config.bin', bytes: content.length, outcome: 'completed' },
    ]);
    const stored = await readFile(join(bench.backupFolder, 'serial', 'received', 'config.bin'));
    expect(stored.equals(content)).toBe(true);
    expect((await screen.pull()).length).toBeLessThan(1_000);
    const opened = await bench.ask('serial.transferOpen', { transferId, index: 0 });
    expect(opened).toMatchObject({ name: 'config.bin', bytes: content.length });
    await eventually(() => screen.last().usedBy).toBeNull();
  });

  test('rz on the device asks for a file, and gets it', async () => {
    const [cable, there, here] = [await serialCable(), await temporaryFolder(), await temporaryFolder()];
    const bench = await startWorkbenchBench();
    await openConsole(bench, cable.ours);
    const transfer = follow(bench);
    await writeFile(join(here, 'firmware.img'), content);
    const receiver = onDevice(cable.theirs, 'rz', ['-q', '-b'], there);
    const ended = once(receiver, 'exit');
    await eventually(() => transfer()?.question).toEqual({ kind: 'start', direction: 'send' });
    const transferId = transfer()?.id ?? '';
    const fileTokens = [await token(bench, join(here, 'firmware.img'))];
    await bench.ask('serial.transferAnswer', { transferId, answer: 'accept', fileTokens });
    await eventually(() => transfer()?.state).toBe('ended');
    expect(transfer()?.end).toMatch(/^completed/);
    await ended;
    expect((await readFile(join(there, 'firmware.img'))).equals(content)).toBe(true);
  });

  test('a file that is there already is not replaced unasked', async () => {
    const [cable, there, bench] = [await serialCable(), await temporaryFolder(), await startWorkbenchBench()];
    const screen = await openConsole(bench, cable.ours);
    const transfer = follow(bench);
    const received = join(bench.backupFolder, 'serial', 'received');
    await mkdir(received, { recursive: true });
    await writeFile(join(received, 'notes.txt'), 'mine');
    await writeFile(join(there, 'notes.txt'), content);
    onDevice(cable.theirs, 'sb', ['-q', '-k', 'notes.txt'], there);
    const { id: transferId } = await bench.ask('serial.transferReceive', {
      id: screen.id,
      protocol: 'ymodem',
    });
    await eventually(() => transfer()?.question).toMatchObject({
      kind: 'replace',
      suggestedName: 'notes (2).txt',
    });
    const other = await bench.bridge.call('serial.write', { id: screen.id, base64: 'eA==' });
    expect(other).toMatchObject({
      failure: { code: 'SERIAL_LINE_BUSY', context: { user: 'a file transfer' } },
    });
    await bench.ask('serial.transferAnswer', { transferId, answer: 'keep-both' });
    await eventually(() => transfer()?.state).toBe('ended');
    expect(transfer()).toMatchObject({ end: 'completed' });
    expect(await readFile(join(received, 'notes.txt'), 'utf8')).toBe('mine');
    expect((await readFile(join(received, 'notes (2).txt'))).equals(content)).toBe(true);
  });

  test('cancelled, the console is free again and the bad file is not kept', async () => {
    const [cable, bench] = [await serialCable(), await startWorkbenchBench()];
    const screen = await openConsole(bench, cable.ours);
    const transfer = follow(bench);
    const { id: transferId } = await bench.ask('serial.transferReceive', {
      id: screen.id,
      protocol: 'xmodem',
    });
    await bench.ask('serial.transferCancel', { transferId });
    await eventually(() => transfer()?.state).toBe('ended');
    expect(transfer()).toMatchObject({ end: 'cancelled', files: [] });
    await eventually(() => screen.last().usedBy).toBeNull();
  });

  test('the cable pulled in the middle ends it in words, and the console waits for the device', async () => {
    const [cable, here, bench] = [await serialCable(), await temporaryFolder(), await startWorkbenchBench()];
    const screen = await openConsole(bench, cable.ours);
    const transfer = follow(bench);
    await writeFile(join(here, 'a.bin'), content);
    const fileTokens = [await token(bench, join(here, 'a.bin'))];
    await bench.ask('serial.transferSend', { id: screen.id, protocol: 'xmodem-1k', fileTokens });
    await cable.pull();
    await eventually(() => transfer()?.state).toBe('ended');
    expect(transfer()).toMatchObject({ end: 'failed', failure: { code: 'TRANSFER_LINE_GONE' } });
    await screen.stateIs('waiting');
    await eventually(() => screen.last().usedBy).toBeNull();
  });

  test('several files go in the order in which they were chosen', async () => {
    const [cable, there, here] = [await serialCable(), await temporaryFolder(), await temporaryFolder()];
    const bench = await startWorkbenchBench();
    const { id } = await openConsole(bench, cable.ours);
    const transfer = follow(bench);
    const names = ['zulu.bin', 'alpha.bin', 'mike.bin'];
    const fileTokens: string[] = [];
    for (const [index, name] of names.entries()) {
      await writeFile(join(here, name), content.subarray(0, 20_000 + index));
      fileTokens.push(await token(bench, join(here, name)));
    }
    await bench.ask('serial.transferSend', { id, protocol: 'zmodem', fileTokens });
    // Afterwards: a receiver that asked before there was a sender asks again after 10 s only.
    const receiver = onDevice(cable.theirs, 'rz', ['-q', '-b'], there);
    const ended = once(receiver, 'exit');
    await eventually(() => transfer()?.state).toBe('ended');
    expect(transfer()).toMatchObject({ end: 'completed', files: names.map((name) => ({ name })) });
    await ended;
    for (const [index, name] of names.entries())
      expect((await readFile(join(there, name))).equals(content.subarray(0, 20_000 + index))).toBe(true);
  });

  test('a result that was dismissed does not come back, one that runs cannot be dismissed', async () => {
    const [cable, bench] = [await serialCable(), await startWorkbenchBench()];
    const { id } = await openConsole(bench, cable.ours);
    const { id: transferId } = await bench.ask('serial.transferReceive', { id, protocol: 'zmodem' });
    const early = await bench.bridge.call('serial.transferDismiss', { transferId });
    expect(early).toMatchObject({ failure: { code: 'SERIAL_ANSWER_UNFIT' } });
    await bench.ask('serial.transferCancel', { transferId });
    const states = async () => (await bench.ask('serial.transfers', null)).map(({ state }) => state);
    await eventually(states).toEqual(['ended']);
    await bench.ask('serial.transferDismiss', { transferId });
    expect(await states()).toEqual([]);
    const twice = await bench.bridge.call('serial.transferDismiss', { transferId });
    expect(twice).toMatchObject({ failure: { code: 'SERIAL_TRANSFER_UNKNOWN' } });
  });

  test('XMODEM has no name for a second file, and says so', async () => {
    const [cable, here, bench] = [await serialCable(), await temporaryFolder(), await startWorkbenchBench()];
    const screen = await openConsole(bench, cable.ours);
    await writeFile(join(here, 'a.bin'), content);
    const one = await token(bench, join(here, 'a.bin'));
    const sent = await bench.bridge.call('serial.transferSend', {
      ...{ id: screen.id, protocol: 'xmodem', fileTokens: [one, one] },
    });
    expect(sent).toMatchObject({ ok: false, failure: { code: 'SERIAL_ONE_FILE' } });
  });
});
