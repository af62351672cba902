import { randomBytes } from 'node:crypto';
import { type Agent, createServer, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { createLinkAgent } from '../../electron/platform/link/link-agent.ts';
import { createLinkEndpoint } from '../../electron/platform/link/link-endpoint.ts';
import { joinLines } from '../fakes/line-shim.ts';
import { createMemoryLine } from '../fakes/memory-line.ts';
import { type Figure, median } from './report.ts';
import { runContest } from './serial-contest.ts';
import { serialProtocols } from './serial-protocols.ts';

const bytes = 2 ** 20;
const delayMs = 1;
const idleCalls = 20;
/** Between two calls beside a transfer. */
const betweenCallsMs = 500;
/** Of the line, in content; ZMODEM has no headers of HTTP and no answers in between. */
const shareBudget = 85;
const directions = ['download', 'upload'] as const;

const content = randomBytes(bytes);
/** What a call of the gateway's API usually answers. */
const smallAnswer = JSON.stringify({
  status: 'ok',
  checks: { database: { ok: true }, drivers: { ok: true } },
});

/** HTTP over the link over a paced line in this process: a gateway that serves one file and one small call. */
async function startPair(baud: number) {
  const server = createServer(async (asked, answer) => {
    if (asked.method === 'PUT') {
      const got = await buffer(asked);
      answer.writeHead(got.equals(content) ? 200 : 500).end();
    } else {
      answer.end(asked.url === '/file' ? content : smallAnswer);
    }
  });
  const [ours, theirs] = [createMemoryLine(), createMemoryLine()];
  const line = { baud, delayMs };
  const shim = joinLines(ours.far, theirs.far, { aToB: line, bToA: line });
  const common = { baudRate: baud, remoteAddress: 'serial:bench' };
  const gateway = createLinkEndpoint({
    ...common,
    line: theirs.near,
    role: 'responder',
    onChannel: (socket) => void server.emit('connection', socket),
  });
  const workbench = createLinkEndpoint({ ...common, line: ours.near, role: 'initiator' });
  const ready = await workbench.ready;
  if (!ready.ok) throw new Error(ready.failure.message);
  const agent = createLinkAgent(() => workbench);
  return {
    agent,
    async stop() {
      agent.destroy();
      await Promise.all([workbench.close(), gateway.close()]);
      shim.end();
      server.closeAllConnections();
    },
  };
}

async function ask(agent: Agent, method: 'GET' | 'PUT', path: string, body?: Buffer): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const sent = request({ agent, method, path, host: 'gateway.serial' }, (answer) => {
    buffer(answer).then((got) => {
      if (answer.statusCode === 200) resolve(got);
      else reject(new Error(`${method} ${path}: ${answer.statusCode}`));
    }, reject);
  });
  sent.once('error', reject);
  sent.end(body);
  return promise;
}

const secondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
};
const callMs = async (agent: Agent) => (await secondsOf(() => ask(agent, 'GET', '/small'))) * 1000;

async function move(agent: Agent, direction: (typeof directions)[number]): Promise<void> {
  if (direction === 'upload') await ask(agent, 'PUT', '/file', content);
  else if (!(await ask(agent, 'GET', '/file')).equals(content)) throw new Error('another file came');
}

/** One file through the link, with small calls beside it; before that the same calls alone. */
async function runLink(baud: number, direction: (typeof directions)[number]) {
  const { agent, stop } = await startPair(baud);
  try {
    const idle: number[] = [];
    for (let call = 0; call < idleCalls; call += 1) idle.push(await callMs(agent));
    const beside: number[] = [];
    let isMoving = true;
    const moved = secondsOf(() => move(agent, direction)).finally(() => {
      isMoving = false;
    });
    while (isMoving) {
      await Promise.race([pause(betweenCallsMs), moved]);
      if (isMoving) beside.push(await callMs(agent));
    }
    return { seconds: await moved, idleMs: median(idle), besideMs: median(beside) };
  } finally {
    await stop();
  }
}

async function runZmodem(baud: number): Promise<number> {
  const protocol = serialProtocols.find(({ name }) => name === 'ZMODEM');
  if (protocol === undefined) throw new Error('no ZMODEM');
  const line = { baud, delayMs };
  const pairing = { sender: 'ours', receiver: 'ours' } as const;
  const { seconds, failed } = await runContest({
    ...{ protocol, pairing, content },
    ...{ toReceiver: line, toSender: line },
  });
  if (failed !== undefined) throw new Error(failed);
  return seconds;
}

async function measureAt(baud: number): Promise<Figure[]> {
  const share = (seconds: number) => ((bytes * 10) / baud / seconds) * 100;
  const [zmodem, download, upload] = await Promise.all([
    runZmodem(baud),
    runLink(baud, 'download'),
    runLink(baud, 'upload'),
  ]);
  const runs = { download, upload };
  return directions.flatMap((direction): Figure[] => {
    const { seconds, idleMs, besideMs } = runs[direction];
    const name = `link, ${baud} baud, ${direction} of 1 MiB`;
    return [
      {
        what: `${name}: share of the line`,
        measured: `${share(seconds).toFixed(1)} % (ZMODEM alone ${share(zmodem).toFixed(1)} %)`,
        budget: `≥ ${shareBudget} %`,
        within: share(seconds) >= shareBudget,
      },
      {
        what: `${name}: a small call beside it, median`,
        measured: `${besideMs.toFixed(0)} ms (alone ${idleMs.toFixed(0)} ms)`,
        budget: '',
        within: null,
      },
    ];
  });
}

/** Files and calls through the framed link over a line that is paced in this process, with ZMODEM on the same line. */
export async function measureLink(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const baud of [115_200, 921_600]) figures.push(...(await measureAt(baud)));
  return figures;
}
