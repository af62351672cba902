import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram } from '../e2e/fixtures/processes.ts';
import { cpuSeconds, processFiguresAvailable, processTree, residentBytes } from './memory.ts';
import { type Figure, mebibytes } from './report.ts';

const addressCount = 1_000;
const settleMs = 4_000;
const watchMs = 8_000;
const budgetPercent = 25;

const layouts = [
  { what: 'neighbours (float32)', place: (index: number) => `holding:${index * 2}:float32` },
  { what: 'each in a request of its own', place: (index: number) => `holding:${index * 60}` },
] as const;

/** What 1 000 Modbus addresses at one poll a second cost: the driver and supervision together. */
export async function measureGatewayModbus(root: string): Promise<Figure[]> {
  if (!processFiguresAvailable) {
    return [{ what: 'gateway: Modbus polling', measured: 'needs /proc', budget: '', within: null }];
  }
  const figures: Figure[] = [];
  for (const layout of layouts) figures.push(await measureLayout(root, layout));
  return figures;
}

async function measureLayout(root: string, { what, place }: (typeof layouts)[number]): Promise<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'gatewright-bench-'));
  const device = await startDevice();
  const args = ['electron/gateway/main.js', '--data', folder, '--port', '0'];
  try {
    // The first start makes the database.
    await (await startProgram(args, 'gateway ready', { cwd: root })).stop();
    configure(folder, device.port, place);
    const program = await startProgram(args, 'gateway ready', { cwd: root });
    try {
      await sleep(settleMs);
      const note = JSON.parse(await readFile(join(folder, 'launcher/supervision.json'), 'utf8'));
      const supervision = Number(note.pid);
      const drivers = processTree(program.pid).filter((pid) => pid !== program.pid && pid !== supervision);
      const before = {
        driver: sum(drivers),
        supervision: cpuSeconds(supervision),
        requests: device.requests(),
      };
      await sleep(watchMs);
      const percent = (seconds: number) => (seconds / (watchMs / 1_000)) * 100;
      const driver = percent(sum(drivers) - before.driver);
      const own = percent(cpuSeconds(supervision) - before.supervision);
      const requests = (device.requests() - before.requests) / (watchMs / 1_000);
      const parts = `driver ${driver.toFixed(1)} + supervision ${own.toFixed(1)}`;
      return {
        what: `gateway: ${addressCount} Modbus addresses at 1 s, ${what}`,
        measured: `${(driver + own).toFixed(1)} % of a core (${parts}; ${requests.toFixed(0)} requests/s; driver ${mebibytes(residentBytes(drivers))})`,
        budget: `< ${budgetPercent} %`,
        within: driver + own < budgetPercent && requests > 0,
      };
    } finally {
      await program.stop();
    }
  } finally {
    await device.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const sum = (pids: readonly number[]): number => pids.reduce((total, pid) => total + cpuSeconds(pid), 0);

/** One Modbus instance in the place of whatever the gateway was configured to do. */
function configure(folder: string, port: number, place: (index: number) => string): void {
  const sql = new DatabaseSync(join(folder, 'state', 'gateway.sqlite'));
  try {
    sql.exec("BEGIN; DELETE FROM documents WHERE part IN ('gateways', 'addresses')");
    const add = sql.prepare('INSERT INTO documents (part, id, position, document) VALUES (?, ?, ?, ?)');
    const settings = { transport: 'tcp', host: '127.0.0.1', port, pollIntervalMs: 1_000 };
    const instance = { id: 'plc', name: 'PLC', enabled: true, driver: 'modbus', settings };
    add.run('gateways', 'plc', 0, JSON.stringify(instance));
    for (let index = 0; index < addressCount; index += 1) {
      const id = `point-${index}`;
      const address = {
        id,
        name: id,
        enabled: true,
        gateway: 'plc',
        address: place(index),
        type: 'number',
        settings: {},
      };
      add.run('addresses', id, index, JSON.stringify(address));
    }
    sql.exec('COMMIT');
  } finally {
    sql.close();
  }
}

/** A device of which every register holds what changes with each request. */
async function startDevice(): Promise<{ port: number; requests(): number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  let requests = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay();
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    // One request at a time, each in one segment, as the driver sends them.
    socket.on('data', (frame) => {
      requests += 1;
      const bytes = frame.readUInt16BE(10) * 2;
      const answer = Buffer.alloc(9 + bytes, requests & 0x3f);
      frame.copy(answer, 0, 0, 8);
      answer.writeUInt16BE(3 + bytes, 4);
      answer.writeUInt8(bytes, 8);
      socket.write(answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    requests: () => requests,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
