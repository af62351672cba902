import { execFile } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { startProgram } from '../e2e/fixtures/processes.ts';
import { processTree, watchGrowth } from './memory.ts';
import { type Figure, mebibytes, median } from './report.ts';

export interface TransferOrder {
  kind: 'upload' | 'download';
  address: string;
  password: string;
  path: string;
  /** File to send, or folder to receive into. */
  file: string;
}

export interface TransferOutcome {
  status: number;
  seconds: number;
  /** Until a download is on the disk under its name. */
  durableSeconds: number;
  grownBytes: number | null;
}

const runFile = promisify(execFile);
const bytes = 2 * 2 ** 30;
const runs = 6;
const growthBudgetBytes = 64 * 2 ** 20;
const password = 'bench-password';
const snapshotName = '2026-04-08T03-00-00.zip';

/** Random, so that nothing on the way can make it smaller. */
async function makeFile(path: string): Promise<void> {
  const chunk = Buffer.alloc(2 ** 20);
  const file = await open(path, 'w');
  for (let written = 0; written < bytes; written += chunk.length) {
    if (written % 2 ** 27 === 0) randomFillSync(chunk);
    await file.write(chunk);
  }
  await file.close();
}

/** Lists a file of our size as a snapshot of the running gateway: making one of 2 GiB would take a site full of data. */
async function plantSnapshot(dataFolder: string, file: string): Promise<void> {
  await copyFile(file, join(dataFolder, 'snapshots', snapshotName));
  const database = new DatabaseSync(join(dataFolder, 'state/gateway.sqlite'));
  const columns = 'name, created_at, bytes, sha256, origin, revision, verified';
  const insert = database.prepare(`INSERT INTO snapshots (${columns}) VALUES (?, ?, ?, ?, 'manual', '0', 1)`);
  insert.run(snapshotName, Date.now(), bytes, '0'.repeat(64));
  database.close();
}

async function logInWithCurl(address: string, jar: string): Promise<void> {
  const digest = createHash('md5').update(password).digest('hex');
  const body = JSON.stringify({ username: 'admin', password: digest });
  const args = ['-sf', '-c', jar, '-H', 'content-type: application/json', '-d', body, `${address}/auth/rest`];
  await runFile('curl', args);
}

/** How long it takes until a file is on the disk and not only in the system's memory. */
async function syncFile(path: string): Promise<number> {
  const startedAt = performance.now();
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
  return (performance.now() - startedAt) / 1000;
}

/** Seconds as curl measures them, from the start of the request to the last byte of the answer. */
async function runCurl(args: readonly string[]): Promise<number> {
  const { stdout } = await runFile('curl', ['-s', '-w', '%{time_total}', ...args]);
  return Number(/[\d.]+$/.exec(stdout)?.[0]);
}

async function runClient(root: string, order: TransferOrder): Promise<TransferOutcome> {
  const args = ['test/bench/transfer-client.ts', JSON.stringify(order)];
  const { stdout } = await runFile(process.execPath, args, { cwd: root });
  return JSON.parse(stdout) as TransferOutcome;
}

interface Round {
  curlSeconds: number;
  /** Until what curl received is on the disk; 0 for uploads. */
  curlSyncSeconds: number;
  clientSeconds: number;
  clientDurableSeconds: number;
  clientGrown: number | null;
  serverGrown: number | null;
}

/**
 * Writes and deletes a file as large as the one to come. A virtual machine gives free memory back to its host, and the
 * first write into it then takes up to ten times as long; whoever comes second would find it there.
 */
async function warmMemory(scratch: string): Promise<void> {
  const chunk = Buffer.alloc(2 ** 20);
  const file = await open(scratch, 'w');
  for (let written = 0; written < bytes; written += chunk.length) await file.write(chunk);
  await file.close();
  await rm(scratch);
}

/** Curl and our client in turn, the first one by turns too, so that both meet the same state of disk and machine. */
async function compare(
  pid: number,
  scratch: string,
  byCurl: () => Promise<{ seconds: number; syncSeconds: number }>,
  byClient: () => Promise<TransferOutcome>,
): Promise<Round[]> {
  const curlOnce = async () => {
    await warmMemory(scratch);
    const { seconds, syncSeconds } = await byCurl();
    return { curlSeconds: seconds, curlSyncSeconds: syncSeconds };
  };
  const clientOnce = async () => {
    await warmMemory(scratch);
    const serverGrowth = watchGrowth(processTree(pid));
    const { seconds, durableSeconds, grownBytes } = await byClient();
    return {
      clientSeconds: seconds,
      clientDurableSeconds: durableSeconds,
      clientGrown: grownBytes,
      serverGrown: serverGrowth(),
    };
  };
  const rounds: Round[] = [];
  for (let run = 0; run < runs; run++) {
    if (run % 2 === 0) rounds.push({ ...(await curlOnce()), ...(await clientOnce()) });
    else rounds.push({ ...(await clientOnce()), ...(await curlOnce()) });
  }
  return rounds;
}

function toFigures(what: string, rounds: readonly Round[]): Figure[] {
  const rate = (seconds: number) => `${(bytes / 2 ** 20 / seconds).toFixed(0)} MiB/s`;
  const ratios = rounds.map(({ curlSeconds, clientSeconds }) => curlSeconds / clientSeconds);
  const ratio = median(ratios);
  const curl = rate(median(rounds.map(({ curlSeconds }) => curlSeconds)));
  const client = rate(median(rounds.map(({ clientSeconds }) => clientSeconds)));
  const growth = (side: 'clientGrown' | 'serverGrown'): Figure => {
    const worst = Math.max(...rounds.map((round) => round[side] ?? Number.NaN));
    const known = !Number.isNaN(worst);
    const who = side === 'clientGrown' ? 'client' : 'gateway, all its processes';
    return {
      what: `${what}: memory growth of the ${who}, highest of ${runs}`,
      measured: known ? mebibytes(worst) : 'not measured here',
      budget: `≤ ${mebibytes(growthBudgetBytes)}`,
      within: known ? worst <= growthBudgetBytes : null,
    };
  };
  const durable = rounds.map(
    (round) => (round.curlSeconds + round.curlSyncSeconds) / round.clientDurableSeconds,
  );
  const durableFigure: Figure = {
    what: `${what} of 2 GiB: until it is on the disk, against curl and an fsync of its file`,
    measured: `${median(durable).toFixed(2)} × (${durable.map((r) => r.toFixed(2)).join(', ')})`,
    budget: '',
    within: null,
  };
  return [
    {
      what: `${what} of 2 GiB: our client against curl, median of ${runs}`,
      measured: `${ratio.toFixed(2)} × (${client} against ${curl}; ${ratios.map((r) => r.toFixed(2)).join(', ')})`,
      budget: '≥ 0.9 ×',
      within: ratio >= 0.9,
    },
    ...(rounds.some(({ curlSyncSeconds }) => curlSyncSeconds > 0) ? [durableFigure] : []),
    growth('clientGrown'),
    growth('serverGrown'),
  ];
}

/**
 * Uploads and downloads of 2 GiB against the real gateway. The upload is a file that the gateway stores whole and then
 * refuses, because it is no package: what is measured is the transfer, not the installation.
 */
export async function measureTransfer(root: string): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gatewright-bench-'));
  const data = join(folder, 'gateway');
  const file = join(folder, 'large.bin');
  const received = join(folder, 'received');
  await mkdir(received);
  await makeFile(file);
  const gatewayArgs = ['electron/gateway/main.js', '--data', data, '--port', '0'];
  const env = { GATEWRIGHT_ADMIN_PASSWORD: password };
  const gateway = await startProgram(gatewayArgs, 'gateway ready', { cwd: root, env });
  const address = gateway.announced;
  const jar = join(folder, 'cookies');
  const scratch = join(folder, 'scratch');
  try {
    await logInWithCurl(address, jar);
    await plantSnapshot(data, file);
    const order = { address, password };
    const uploads = await compare(
      gateway.pid,
      scratch,
      async () => {
        const seconds = await runCurl([
          ...['-b', jar, '-o', join(folder, 'answer')],
          ...['-F', `file=@${file}`, `${address}/system/upgrade`],
        ]);
        return { seconds, syncSeconds: 0 };
      },
      () => runClient(root, { ...order, kind: 'upload', path: '/system/upgrade', file }),
    );
    const path = `/system/snapshot/${snapshotName}`;
    const target = join(received, 'by-curl');
    const downloads = await compare(
      gateway.pid,
      scratch,
      async () => {
        const seconds = await runCurl(['-b', jar, '-o', target, `${address}${path}`]);
        const syncSeconds = await syncFile(target);
        await rm(target);
        return { seconds, syncSeconds };
      },
      () => runClient(root, { ...order, kind: 'download', path, file: received }),
    );
    return [...toFigures('upload', uploads), ...toFigures('snapshot download', downloads)];
  } finally {
    await gateway.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
