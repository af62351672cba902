import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openSerialLine } from '#platform/serial/open-serial-line.ts';
import { receiveFiles, sendFiles } from '#platform/transfer/run-transfer.ts';
import { createYmodemReceiver } from '#platform/transfer/ymodem/ymodem-receiver.ts';
import { createYmodemSender } from '#platform/transfer/ymodem/ymodem-sender.ts';
import { createZmodemReceiver } from '#platform/transfer/zmodem/receiver/receiver.ts';
import { createZmodemSender } from '#platform/transfer/zmodem/sender/sender.ts';
import { lineSettingsDefaults } from '#shared/bridge/serial-ports.ts';
import type { LrzszProgram } from '../../../fakes/lrzsz.ts';
import { lrzszPeer } from '../../../fakes/lrzsz-peer.ts';
import { memorySink, memorySource } from '../../../fakes/memory-files.ts';
import { serialCable } from '../../../fakes/serial-cable.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

/** A program of lrzsz with a serial port as its terminal, which it flushes as it does on a real one; and our end of the cable. */
async function onTerminal(
  program: LrzszProgram,
  args: readonly string[],
  folder: string,
  order: 'they first' | 'we first',
) {
  const cable = await serialCable();
  const ourEnd = async () => {
    const opened = await openSerialLine(cable.ours, lineSettingsDefaults);
    if (!opened.ok) throw new Error(opened.failure.message);
    onTestFinished(() => opened.value.close());
    return opened.value;
  };
  const early = order === 'we first' ? await ourEnd() : null;
  const terminal = openSync(cable.theirs, 'r+');
  const child = spawn(program, ['-q', ...args], { cwd: folder, stdio: [terminal, terminal, 'ignore'] });
  const exited = once(child, 'close').then(([code]) => code as number | null);
  closeSync(terminal);
  onTestFinished(() => void child.kill('SIGKILL'));
  return { line: early ?? (await ourEnd()), exited };
}

const file = { name: 'image.bin', content: randomBytes(300_000) };
const blocks = { name: 'blocks.bin', content: randomBytes(20_000) };

/** On a busy machine it takes longer than usual to come to that. */
const busyMs = 20;

/** A folder with the file that a program of lrzsz sends. */
async function folderWith({ name, content }: typeof file): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, name), content);
  return folder;
}

// What opens a port throws away what was said to it before: the first word of whoever waited already.
describe.each(['they first', 'we first'] as const)('ZMODEM over a pseudo-terminal, %s', (order) => {
  test('to rz', async () => {
    const folder = await temporaryFolder();
    const rz = await onTerminal('rz', [], folder, order);
    const source = memorySource([file]);
    const machine = createZmodemSender({ files: source.files });
    expect(await sendFiles({ line: rz.line, machine, source })).toMatchObject({
      ok: true,
      value: { end: 'completed' },
    });
    expect(await rz.exited).toBe(0);
    expect((await readFile(join(folder, file.name))).equals(file.content)).toBe(true);
  });

  // Its closing "OO" may be lost with its exit: nobody waits for it for long.
  test('from sz', async () => {
    const sz = await onTerminal('sz', [file.name], await folderWith(file), order);
    const sink = memorySink();
    const received = await receiveFiles({ line: sz.line, machine: createZmodemReceiver(), sink });
    expect(received).toMatchObject({ ok: true, value: { end: 'completed' } });
    expect(await sz.exited).toBe(0);
    expect(sink.stored[0]?.content.equals(file.content)).toBe(true);
  });
});

describe('YMODEM over a pseudo-terminal', () => {
  // It throws away what comes right after each of its answers; a block that is there too early costs five seconds.
  test('to rb, which is given its moment', async () => {
    const folder = await temporaryFolder();
    const rb = await onTerminal('rb', [], folder, 'we first');
    const source = memorySource([blocks]);
    const machine = createYmodemSender({ files: source.files, timing: { turnaroundDelayMs: busyMs } });
    const sent = await sendFiles({ line: rb.line, machine, source });
    if (!sent.ok) throw new Error(sent.failure.message);
    // Its last answer may be lost with its exit.
    expect(['completed', 'completed-unconfirmed']).toContain(sent.value.end);
    expect(await rb.exited).toBe(0);
    expect((await readFile(join(folder, blocks.name))).equals(blocks.content)).toBe(true);
  }, 60_000);

  test('from sb', async () => {
    const sb = await onTerminal('sb', [blocks.name], await folderWith(blocks), 'we first');
    const sink = memorySink();
    const received = await receiveFiles({ line: sb.line, machine: createYmodemReceiver(), sink });
    expect(received).toMatchObject({ ok: true, value: { end: 'completed' } });
    expect(await sb.exited).toBe(0);
    expect(sink.stored[0]?.content.equals(blocks.content)).toBe(true);
  }, 60_000);
});

describe('ZMODEM with pipes, 16 MiB', () => {
  const large = { name: 'large.bin', content: randomBytes(16 * 1024 * 1024) };

  test('to rz', async () => {
    const folder = await temporaryFolder();
    const rz = lrzszPeer('rz', [], folder);
    const source = memorySource([large]);
    const machine = createZmodemSender({ files: source.files });
    const sent = await sendFiles({ line: rz.ours, machine, source });
    expect(sent).toMatchObject({ ok: true, value: { end: 'completed', retries: 0 } });
    expect(await rz.exited).toBe(0);
    expect((await readFile(join(folder, large.name))).equals(large.content)).toBe(true);
  }, 60_000);

  test('from sz', async () => {
    const sz = lrzszPeer('sz', [large.name], await folderWith(large));
    const sink = memorySink();
    const received = await receiveFiles({ line: sz.ours, machine: createZmodemReceiver(), sink });
    expect(received).toMatchObject({ ok: true, value: { end: 'completed', retries: 0 } });
    expect(await sz.exited).toBe(0);
    expect(sink.stored[0]?.content.equals(large.content)).toBe(true);
  }, 60_000);
});
