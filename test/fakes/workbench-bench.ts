import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { createForkSpawner } from '#platform/processes/fork-spawner.ts';
import type { Bridge, CallInput, CallName, CallOutput } from '#shared/bridge/contract.ts';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Job } from '#shared/bridge/maintenance.ts';
import { createInMemoryBridge } from '../../electron/workbench/bridge/in-memory.ts';
import type { SecretStore } from '../../electron/workbench/ports.ts';
import { createSessionSecretStore } from '../../electron/workbench/secrets/session-secret-store.ts';
import { createWorkbench, type Workbench } from '../../electron/workbench/workbench.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The workbench host with the in-memory bridge, as a test drives it. */
export interface WorkbenchBench {
  workbench: Workbench;
  bridge: Bridge;
  dataFolder: string;
  backupFolder: string;
  secrets: SecretStore;
  /** Every state of every job, in order. */
  seen: Job[];
  /** Answers the value, or fails the test with the failure's sentence. */
  ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** The job when `reached` says so; fails the test after `withinMs`. */
  jobWhen(id: string, reached: (job: Job) => boolean, withinMs?: number): Promise<Job>;
  jobEnd(id: string, withinMs?: number): Promise<Job>;
  gatewayWhen(id: string, reached: (gateway: Gateway) => boolean, withinMs?: number): Promise<Gateway>;
  stop(): Promise<void>;
}

export async function startWorkbenchBench(
  options: { dataFolder?: string; secrets?: SecretStore; keyFolders?: string[] } = {},
): Promise<WorkbenchBench> {
  const dataFolder = options.dataFolder ?? (await temporaryFolder());
  const backupFolder = join(dataFolder, 'saved');
  const secrets = options.secrets ?? createSessionSecretStore();
  const created = await createWorkbench(
    {
      version: '0.0.0',
      surface: 'browser',
      paths: {
        data: dataFolder,
        defaultBackupFolder: backupFolder,
        gatewayEntry: join(process.cwd(), 'electron/gateway/main.js'),
        keyFolders: options.keyFolders ?? [],
        recipeFolder: join(process.cwd(), 'resources/recipes'),
      },
      secrets,
      spawner: createForkSpawner(),
      dialogs: null,
      notifier: null,
    },
    pino({ level: process.env.TEST_LOG ?? 'silent' }),
  );
  if (!created.ok) throw new Error(created.failure.message);
  const workbench = created.value;
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await workbench.stop();
  };
  onTestFinished(stop);
  const bridge = createInMemoryBridge(workbench.bridge);
  const seen: Job[] = [];
  bridge.subscribe('maintenance.changed', (job) => void seen.push(job));
  await workbench.start();

  async function ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const result = await bridge.call(name, input);
    if (!result.ok) throw new Error(`${name}: ${result.failure.code} ${result.failure.message}`);
    return result.value;
  }

  function jobWhen(id: string, reached: (job: Job) => boolean, withinMs = 60_000): Promise<Job> {
    const current = async () => (await ask('maintenance.jobs', null)).find((job) => job.id === id);
    return when(
      current,
      (listener) => bridge.subscribe('maintenance.changed', listener),
      (job) => job.id === id && reached(job),
      withinMs,
    );
  }

  return {
    workbench,
    bridge,
    dataFolder,
    backupFolder,
    secrets,
    seen,
    ask,
    jobWhen,
    jobEnd: (id, withinMs) => jobWhen(id, (job) => job.state === 'done', withinMs),
    gatewayWhen: (id, reached, withinMs = 30_000) =>
      when(
        async () => (await ask('gateways.list', null)).find((gateway) => gateway.id === id),
        (listener) => bridge.subscribe('gateways.changed', listener),
        (gateway) => gateway.id === id && reached(gateway),
        withinMs,
      ),
    stop,
  };
}

/** The first value, now or by event, that is what was waited for. */
function when<T>(
  current: () => Promise<T | undefined>,
  subscribe: (listener: (value: T) => void) => () => void,
  reached: (value: T) => boolean,
  withinMs: number,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let last: T | undefined;
    const end = () => {
      clearTimeout(timer);
      unsubscribe();
    };
    const look = (value: T | undefined) => {
      if (value === undefined) return;
      last = value;
      if (!reached(value)) return;
      end();
      resolve(value);
    };
    const unsubscribe = subscribe(look);
    const timer = setTimeout(() => {
      end();
      reject(new Error(`not reached within ${withinMs} ms, last: ${JSON.stringify(last, null, 2)}`));
    }, withinMs);
    current().then(look, reject);
  });
}
