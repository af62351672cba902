/**
 * One transfer by the workbench's own client in a process of its own, so that its memory can be told from everything
 * else's. Input: JSON in argv; output: one line of JSON.
 */
import { rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import process from 'node:process';
import { createGatewayClient } from '../../electron/workbench/sessions/gateway-client.ts';
import { createGatewayHttp } from '../../electron/workbench/sessions/gateway-http.ts';
import { digestOf } from '../../electron/workbench/sessions/login.ts';
import { downloadFile } from '../../electron/workbench/transfers/download.ts';
import { uploadFile } from '../../electron/workbench/transfers/upload.ts';
import { watchGrowth } from './memory.ts';
import type { TransferOrder, TransferOutcome } from './transfer.ts';

const order = JSON.parse(process.argv[2] ?? '{}') as TransferOrder;

const client = createGatewayClient({
  http: createGatewayHttp({ address: order.address, judge: () => 'refuse' }),
  about: () => ({ gateway: 'bench', address: order.address, username: 'admin' }),
  credential: () => ({ username: 'admin', digest: digestOf(order.password) }),
  certificateFailure: () => null,
  observe: () => {},
});

interface Timed {
  status: number;
  /** When the last byte was sent and answered, or received and written, as curl measures it. */
  endedAt: number;
  /** When the file was on the disk under its name. */
  keptAt: number;
}

async function upload(): Promise<Timed> {
  const { size: bytes } = await stat(order.file);
  const sent = await uploadFile(client, {
    path: order.path,
    file: { path: order.file, name: basename(order.file), bytes },
    signal: new AbortController().signal,
    onProgress: () => {},
    onAllSent: () => {},
    now: Date.now,
  });
  if (!sent.ok) throw new Error(sent.failure.message);
  const endedAt = performance.now();
  return { status: sent.value.status, endedAt, keptAt: endedAt };
}

async function download(): Promise<Timed> {
  const received = await downloadFile(client, {
    path: order.path,
    folder: order.file,
    fallbackName: 'snapshot.zip',
    doing: 'downloading',
    gateway: 'bench',
    signal: new AbortController().signal,
    onProgress: () => {},
    now: Date.now,
  });
  if (!received.ok) throw new Error(received.failure.message);
  const endedAt = performance.now();
  const path = await received.value.keep();
  const keptAt = performance.now();
  await rm(path);
  return { status: 200, endedAt, keptAt };
}

const loggedIn = await client.logIn();
if (!loggedIn.ok) throw new Error(loggedIn.failure.message);
const growth = watchGrowth([process.pid]);
const startedAt = performance.now();
const { status, endedAt, keptAt } = order.kind === 'upload' ? await upload() : await download();
const seconds = (endedAt - startedAt) / 1000;
const durableSeconds = (keptAt - startedAt) / 1000;
const outcome: TransferOutcome = { status, seconds, durableSeconds, grownBytes: growth() };
process.stdout.write(`${JSON.stringify(outcome)}\n`);
process.exit(0);
