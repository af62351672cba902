import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Child, Spawner } from '#platform/processes/spawner.ts';
import { stopChild } from '#platform/processes/stop-child.ts';
import {
  type BootInfo,
  bootVariable,
  gatewayFolders,
  type LauncherMessage,
  type SupervisionMessage,
  supervisionMessageSchema,
} from '../launcher-protocol.ts';
import type { Ending } from './decisions.ts';

const stopGraceMs = 10_000;
const healthIntervalMs = 100;

export interface RunDeps {
  spawner: Spawner;
  /** Null when healthy, otherwise why not. */
  checkHealth(url: string, expected: { bootId: string; revision: string }): Promise<string | null>;
  onOutput(stream: 'out' | 'error', line: string): void;
  log: Logger;
}

export interface RunOptions {
  entry: string;
  boot: BootInfo;
  expectedRevision: string;
  healthTimeoutMs: number;
  onHealthy(at: { url: string; port: number }): Promise<void>;
  onAcknowledged(jobIds: readonly string[]): void;
  onIdentify(request: { by: string; at: number }): void;
}

/** One supervision process, from its start to the first thing that ends it. */
export interface SupervisionRun {
  pid(): number | undefined;
  /** Why it ended or has to end; the process may still run. */
  ending: Promise<Ending>;
  hasEnded(): boolean;
  send(message: LauncherMessage): void;
  /** Ends the process, gently when `gently`; resolves when it is gone. Makes the ending `stopped` when there is none. */
  stop(gently: boolean): Promise<void>;
}

export function startSupervision(deps: RunDeps, options: RunOptions): SupervisionRun {
  const { boot, log } = { ...options, ...deps };
  const child = deps.spawner.spawn(options.entry, {
    name: 'gatewright supervision',
    args: [],
    // Its entry program, too, comes out of the cache then, and what compiles sources need not be loaded.
    env: {
      [bootVariable]: JSON.stringify(boot),
      NODE_COMPILE_CACHE: join(boot.dataFolder, gatewayFolders.cache),
    },
    onOutput: deps.onOutput,
  });
  let ended = false;
  let healthySince: number | null = null;
  let why = 'it did not report that it is ready';
  const { promise: ending, resolve } = Promise.withResolvers<Ending>();
  const end = (how: Ending) => {
    clearTimeout(deadline);
    if (!ended) log.info({ bootId: boot.bootId, ending: how }, 'supervision ends');
    ended = true;
    resolve(how);
  };
  const deadline = setTimeout(() => end({ kind: 'unhealthy', why }), options.healthTimeoutMs);

  const watchHealth = async (at: { url: string; port: number }) => {
    const expected = { bootId: boot.bootId, revision: options.expectedRevision };
    const healthy = await untilHealthy(
      () => deps.checkHealth(at.url, expected),
      (problem) => {
        why = problem;
        return !ended;
      },
    );
    if (!healthy || ended) return;
    clearTimeout(deadline);
    healthySince = performance.now();
    await options.onHealthy(at);
  };
  let watching = false;
  const handle: {
    [T in SupervisionMessage['type']]: (message: Extract<SupervisionMessage, { type: T }>) => void;
  } = {
    ready({ url, port }) {
      if (watching) return;
      watching = true;
      watchHealth({ url, port }).catch((error: unknown) => log.error({ error }, 'health check failed'));
    },
    switch: ({ jobId, revision }) => end({ kind: 'switch', jobId, revision }),
    restart: ({ jobId }) => end({ kind: 'restart', jobId }),
    reboot: () => end({ kind: 'reboot' }),
    identify: ({ by, at }) => options.onIdentify({ by, at }),
    settled: ({ jobIds }) => options.onAcknowledged(jobIds),
  };
  child.onMessage((message) => {
    const parsed = supervisionMessageSchema.safeParse(message);
    if (parsed.success) handle[parsed.data.type](parsed.data as never);
    else log.debug({ message }, 'a message that this launcher does not know');
  });
  child.onExit(({ code, signal }) => {
    const healthyForMs = healthySince === null ? 0 : performance.now() - healthySince;
    const how = signal === null ? `with code ${code ?? 'unknown'}` : `by ${signal}`;
    end({ kind: 'exited', how, healthyForMs });
  });
  return {
    pid: () => child.pid,
    ending,
    hasEnded: () => ended,
    send: (message) => child.send(message),
    async stop(gently) {
      end({ kind: 'stopped' });
      await stop(child, gently);
    },
  };
}

/** Asks again and again; false when `goOn`, which hears what was wrong, does not want to any more. */
async function untilHealthy(
  check: () => Promise<string | null>,
  goOn: (problem: string) => boolean,
): Promise<boolean> {
  for (;;) {
    const problem = await check();
    if (problem === null) return true;
    if (!goOn(problem)) return false;
    await sleep(healthIntervalMs);
  }
}

async function stop(child: Child, gently: boolean): Promise<void> {
  const message: LauncherMessage = { type: 'stop' };
  if (!gently) child.kill('SIGKILL');
  await stopChild(child, { message, graceMs: stopGraceMs });
}
