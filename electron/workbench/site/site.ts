import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type JsonFile, openJsonFile } from '#platform/files/json-file.ts';
import { backOffMs } from '#platform/processes/back-off.ts';
import type { Spawner } from '#platform/processes/spawner.ts';
import type { Site } from '#shared/bridge/site.ts';
import { failure } from '#shared/errors/failure.ts';
import type { JobKind } from '#shared/maintenance/phases.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { EventBus } from '../bridge/event-bus.ts';
import type { SecretStore } from '../ports.ts';
import type { Notices } from '../settings/notices.ts';
import type { GatewayProcess } from './gateway-process.ts';
import type { SiteEntry } from './site-entry.ts';
import { createSiteProgram } from './site-program.ts';
import { startPatiently } from './start-patiently.ts';

const fileSchema = z.object({
  format: z.literal(1),
  everStarted: z.boolean(),
  /** Any free one at first, then kept, so that the address in other people's notes stays right. */
  port: z.int().nullable(),
});

/** The embedded gateway: a process of its own, used through its public API like any other gateway. */
export interface SiteControl {
  status(): Site;
  start(): Promise<Result<Site>>;
  stop(): Promise<Result<Site>>;
  /** At the end of the workbench: without asking. */
  shutDown(): Promise<void>;
}

const restartLimits = { firstMs: 1_000, maxMs: 30_000 };
/** So many ends in a row without having been ready, and it needs a person. */
const maxFailedStarts = 5;

const stopped = { state: 'stopped', address: null, startedAt: null, restarts: 0, failure: null } as const;

export async function openSite(deps: {
  dataFolder: string;
  gatewayEntry: string;
  /** Whom the workbench trusts, the embedded gateway trusts too. */
  keyFolders: readonly string[];
  spawner: Spawner;
  secrets: SecretStore;
  entry: SiteEntry;
  busyWith: (gatewayId: string) => JobKind | null;
  notices: Notices;
  bus: EventBus;
  log: Logger;
  now: () => number;
}): Promise<SiteControl> {
  const file: JsonFile<z.infer<typeof fileSchema>> = await openJsonFile({
    path: join(deps.dataFolder, 'site.json'),
    schema: fileSchema,
    defaults: { format: 1, everStarted: false, port: null },
    log: deps.log,
  });
  deps.notices.addSetAside('site', file.setAside);

  const program = createSiteProgram({
    ...{ ...deps, folder: join(deps.dataFolder, 'site') },
    onIdentify(request) {
      const id = deps.entry.id();
      if (id !== null) deps.bus.emit('gateways.identified', { id, ...request });
    },
  });
  let gateway: Site['gateway'] = { ...stopped, gatewayId: deps.entry.id() };
  let running: GatewayProcess | null = null;
  let starting: Promise<Result<Site>> | null = null;
  let retry: NodeJS.Timeout | undefined;
  let failedStarts = 0;
  // Ends the waiting of a start when the site is stopped meanwhile.
  let leaving = new AbortController();

  const status = (): Site => ({ gateway, everStarted: file.value().everStarted });
  function become(change: Partial<Site['gateway']>): void {
    gateway = { ...gateway, gatewayId: deps.entry.id(), ...change };
    deps.bus.emit('site.changed', status());
  }

  /** One start, to the point where it is in the list and logged in. */
  async function launch(): Promise<Result<Site>> {
    leaving = new AbortController();
    become({ state: 'starting', failure: null });
    const { everStarted, port } = file.value();
    const { signal } = leaving;
    const run = async () => {
      running = await program.run({ wantedPort: port, first: !everStarted, signal });
      return running;
    };
    const ready = await startPatiently(run, onEnd, signal);
    if (!ready.ok) return ready;
    failedStarts = 0;
    const { address } = ready.value;
    await file.write({ format: 1, everStarted: true, port: Number(new URL(address).port) });
    await deps.entry.connect(address, await program.password());
    become({ state: 'running', address, startedAt: deps.now() });
    return ok(status());
  }

  /** It ended. Unless it was told to, it is started again, later each time. */
  function onEnd(ended: GatewayProcess, lastWords: string): void {
    if (running !== ended) return;
    running = null;
    if (gateway.state === 'stopping' || gateway.state === 'stopped') return;
    const wasReady = gateway.state === 'running';
    deps.log.warn({ lastWords }, 'the embedded gateway ended');
    failedStarts += 1;
    const why = failure('SITE_START_FAILED', { why: lastWords });
    // A first start that fails is told to whoever clicked; one that ran before is brought back.
    if ((!wasReady && gateway.restarts === 0) || failedStarts > maxFailedStarts) {
      become({ state: 'failed', address: null, startedAt: null, failure: why });
      return;
    }
    become({ state: 'starting', restarts: gateway.restarts + 1, startedAt: null, failure: why });
    retry = setTimeout(() => void start(), backOffMs(failedStarts, restartLimits));
  }

  function start(): Promise<Result<Site>> {
    if (running !== null && gateway.state === 'running') return Promise.resolve(ok(status()));
    clearTimeout(retry);
    starting ??= launch().finally(() => {
      starting = null;
    });
    return starting;
  }

  async function shutDown(): Promise<void> {
    clearTimeout(retry);
    if (gateway.state === 'stopped') return;
    become({ state: 'stopping' });
    leaving.abort();
    await running?.stop();
    running = null;
    await deps.entry.disconnect();
    become(stopped);
  }

  return {
    status,
    start() {
      // A click starts the count anew.
      if (gateway.state === 'failed' || gateway.state === 'stopped') {
        failedStarts = 0;
        gateway = { ...gateway, restarts: 0 };
      }
      return start();
    },
    async stop() {
      const kind = deps.busyWith(deps.entry.id() ?? '');
      if (kind !== null) return fail(failure('JOB_RUNNING', { gateway: 'The embedded gateway', kind }));
      await shutDown();
      return ok(status());
    },
    shutDown,
  };
}
