import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileSource } from '../../electron/platform/transfer/file-ports.ts';
import { filesToSend } from '../../electron/platform/transfer/files-to-send.ts';
import { receiveIntoFolder } from '../../electron/platform/transfer/receive-into-folder.ts';
import { receiveFiles, sendFiles } from '../../electron/platform/transfer/run-transfer.ts';
import type { PausableLine } from '../fakes/line-ends.ts';
import { type Direction, joinLines } from '../fakes/line-shim.ts';
import { spawnLrzsz } from '../fakes/lrzsz.ts';
import { createMemoryLine } from '../fakes/memory-line.ts';
import type { SerialProtocol } from './serial-protocols.ts';

/** Who is at which end. */
export interface Pairing {
  sender: 'ours' | 'theirs';
  receiver: 'ours' | 'theirs';
}

export interface Run {
  /** NaN when it failed. */
  seconds: number;
  /** All that was sent arrived as it was; behind it at most fill. */
  identical: boolean;
  failed?: string;
}

interface ContestOptions {
  protocol: SerialProtocol;
  pairing: Pairing;
  content: Buffer;
  /** Both directions alike, but only content is damaged: answers are a thousandth of it. */
  toReceiver: Direction;
  toSender: Direction;
}

const fileName = 'file.bin';

interface Participant {
  line: PausableLine;
  /** Rejects when it failed. */
  done: Promise<void>;
  stop(): Promise<void>;
}

/** One transfer from start to the end of both sides. */
export async function runContest(options: ContestOptions): Promise<Run> {
  const { protocol, pairing, content, toReceiver, toSender } = options;
  const folder = await mkdtemp(join(tmpdir(), 'gatewright-bench-'));
  const [from, into] = [join(folder, 'from'), join(folder, 'into')];
  await mkdir(from);
  await mkdir(into);
  await writeFile(join(from, fileName), content);
  const isUart = toReceiver.baud !== undefined;
  // A receiver's first word is said once in a while only: whoever opens his files first misses it.
  const source = await filesToSend([join(from, fileName)]);
  if (!source.ok) throw new Error(source.failure.message);
  const startedAt = performance.now();
  const receiver =
    pairing.receiver === 'ours'
      ? ourReceiver(protocol, into)
      : theirs(protocol.theirReceiver(fileName), into);
  const sender =
    pairing.sender === 'ours'
      ? ourSender(protocol, source.value, isUart)
      : theirs(protocol.theirSender(fileName), from);
  const shim = joinLines(sender.line, receiver.line, { aToB: toReceiver, bToA: toSender });
  try {
    await Promise.all([sender.done, receiver.done]);
    const seconds = (performance.now() - startedAt) / 1_000;
    const received = await readFile(join(into, fileName));
    const fill = received.subarray(content.length).every((byte) => byte === 0x1a);
    return { seconds, identical: fill && received.subarray(0, content.length).equals(content) };
  } catch (error) {
    return { seconds: Number.NaN, identical: false, failed: String(error) };
  } finally {
    shim.end();
    await sender.stop();
    await receiver.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function theirs([program, ...args]: ReturnType<SerialProtocol['theirSender']>, folder: string): Participant {
  const { line, exited, said, stop } = spawnLrzsz(program, args, folder);
  const done = exited.then((code) => {
    if (code !== 0) throw new Error(`${program} ended with ${code}: ${said()}`);
  });
  done.catch(() => undefined);
  return { line, done, stop };
}

function ourReceiver(protocol: SerialProtocol, folder: string): Participant {
  const cable = createMemoryLine();
  const sink = receiveIntoFolder({
    folder,
    fallbackName: fileName,
    maxBytes: Number.MAX_SAFE_INTEGER,
    mayReplace: async () => false,
  });
  const done = whole(receiveFiles({ line: cable.near, machine: protocol.ourReceiver(), sink }));
  return { line: cable.far, done, stop: cable.near.close };
}

function ourSender(protocol: SerialProtocol, source: FileSource, isUart: boolean): Participant {
  const cable = createMemoryLine();
  const [file] = source.files;
  if (file === undefined) throw new Error('the file to send is gone');
  const done = whole(sendFiles({ line: cable.near, machine: protocol.ourSender(file, isUart), source }));
  return { line: cable.far, done, stop: cable.near.close };
}

async function whole(transfer: ReturnType<typeof sendFiles>): Promise<void> {
  const ended = await transfer;
  if (!ended.ok) throw new Error(ended.failure.message);
  if (ended.value.end !== 'completed') throw new Error(`${ended.value.end}: ${ended.value.detail}`);
}
