import type { Logger } from 'pino';
import { backOffMs } from '#platform/processes/back-off.ts';
import type { Child, Spawner } from '#platform/processes/spawner.ts';
import { stopChild } from '#platform/processes/stop-child.ts';
import { failure } from '#shared/errors/failure.ts';
import type { Address, DriverInstance } from '#shared/gateway-api/configuration.ts';
import type { Value } from '#shared/gateway-api/values.ts';
import { fail, type Result } from '#shared/result.ts';
import type { DriverLimits } from './driver-limits.ts';
import { type DriverLog, openDriverLog } from './driver-log-files.ts';
import { type DriverOrder, driverMessageSchema, driverVariable, type Reading } from './driver-protocol.ts';
import { watchDriver } from './driver-watch.ts';
import type { DriverStatus } from './drivers-port.ts';
import { createFloodMeter, floodLimits } from './flood-meter.ts';
import { isKnownDriver } from './known-drivers.ts';
import { createPendingWrites } from './pending-writes.ts';

export interface DriverProcess {
  /** Also when it waits after a crash. Nothing when it runs. */
  start(): void;
  /** Asks it to end, kills it after the grace time; resolves when it is gone. */
  stop(): Promise<void>;
  write(address: Address, value: Value): Promise<Result<Reading>>;
  status(): DriverStatus;
}

export interface DriverProcessOptions {
  instance: DriverInstance;
  /** The enabled ones. */
  addresses: readonly Address[];
  spawner: Spawner;
  entry: string;
  logsFolder: string;
  limits: DriverLimits;
  log: Logger;
  nowMs(): number;
  onReadings(readings: Reading[]): void;
  /** Device or process are gone: what was read is not sure any more. */
  onUnsure(reason: string): void;
}

type State = DriverStatus['state'];

/** Keeps one driver instance running in a process of its own; one that ends, floods or hangs is started again with back-off. */
export function createDriverProcess(options: DriverProcessOptions): DriverProcess {
  const { instance, limits } = options;
  const log = options.log.child({ driver: instance.driver, instance: instance.id });
  const writes = createPendingWrites(limits.writeMs);
  const status = { state: 'stopped' as State, reason: null as string | null, restarts: 0, failures: 0 };
  let run: Run | null = null;
  let wanted = false;
  let retry: NodeJS.Timeout | null = null;

  const become = (state: State, reason: string | null = null) => {
    status.state = state;
    status.reason = reason;
  };
  const ended = (exit: Exit, trouble: string | null, wasStable: boolean) => {
    run = null;
    writes.abandon('the driver ended meanwhile');
    if (!wanted) {
      options.onUnsure('the driver is stopped');
      return become('stopped');
    }
    const why = trouble ?? `it ended with ${exit.signal ?? `code ${exit.code}`}`;
    status.restarts += 1;
    status.failures = wasStable ? 1 : status.failures + 1;
    const waitMs = backOffMs(status.failures, { firstMs: limits.restartFirstMs, maxMs: limits.restartMaxMs });
    become('waiting', `${why}; next try in ${waitMs} ms`);
    log.warn({ ...exit, trouble, waitMs }, 'a driver ended by itself');
    options.onUnsure(`the driver does not run: ${why}`);
    retry = setTimeout(launch, waitMs);
  };
  const launch = () => {
    retry = null;
    become('starting');
    run = runDriver(options, {
      log,
      onState: become,
      onStable: () => {
        status.failures = 0;
      },
      onWritten: writes.answered,
      onEnd: ended,
    });
  };
  const forgetRetry = () => {
    if (retry !== null) clearTimeout(retry);
    retry = null;
  };
  return {
    start() {
      if (run !== null) return;
      if (!isKnownDriver(instance.driver)) {
        return become('unknown-driver', `this revision has no driver "${instance.driver}"`);
      }
      forgetRetry();
      wanted = true;
      launch();
    },
    async stop() {
      wanted = false;
      forgetRetry();
      await run?.stop();
      if (status.state !== 'unknown-driver') become('stopped');
    },
    write(address, value) {
      const running = run;
      if (running === null || (status.state !== 'running' && status.state !== 'fault')) {
        const why = status.reason ?? status.state;
        return Promise.resolve(fail(failure('DRIVER_NOT_RUNNING', { name: instance.name, why })));
      }
      return writes.ask(address, (request) =>
        running.order({ type: 'write', request, address: address.id, value }),
      );
    },
    status: () => ({
      id: instance.id,
      name: instance.name,
      driver: instance.driver,
      ...status,
      pid: run?.pid() ?? null,
    }),
  };
}

type Exit = { code: number | null; signal: string | null };

interface RunEvents {
  log: Logger;
  onState(state: State, reason?: string): void;
  onStable(): void;
  onWritten: ReturnType<typeof createPendingWrites>['answered'];
  onEnd(exit: Exit, trouble: string | null, wasStable: boolean): void;
}

type Run = ReturnType<typeof runDriver>;

/** One life of the process, from its start to its end. */
function runDriver(options: DriverProcessOptions, events: RunEvents) {
  const { instance, addresses, limits, nowMs } = options;
  const file: DriverLog = openDriverLog(options.logsFolder, instance.driver, instance.id);
  const meter = createFloodMeter(floodLimits, nowMs);
  const startedMs = nowMs();
  let trouble: string | null = null;
  let read = false;
  let configured = false;
  const isStable = () => read && nowMs() - startedMs >= limits.stableMs;

  const child: Child = options.spawner.spawn(options.entry, {
    name: `gateway driver ${instance.driver} ${instance.id}`,
    args: [],
    env: { [driverVariable]: instance.id },
    maxHeapMiB: limits.maxHeapMiB,
    onOutput(stream, line) {
      if (endWhenFlooded(0)) file.write(stream === 'out' ? 'info' : 'error', line, nowMs());
    },
  });
  const order = (message: DriverOrder) => child.send(message);
  const kill = (reason: string) => {
    if (trouble !== null) return;
    trouble = reason;
    file.write('fatal', `killed: ${reason}`, nowMs());
    events.log.warn({ reason }, 'a driver is killed');
    child.kill('SIGKILL');
  };
  const watch = watchDriver({ limits, ping: () => order({ type: 'ping' }), onTrouble: kill });
  /** False once it is being killed: what it says then is no more heard. */
  function endWhenFlooded(readings: number): boolean {
    const flood = trouble === null ? meter.count(readings) : null;
    if (flood !== null) kill(flood);
    return trouble === null;
  }

  child.onMessage((said) => {
    if (trouble !== null) return;
    const parsed = driverMessageSchema.safeParse(said);
    const message = parsed.data;
    if (!endWhenFlooded(message?.type === 'readings' ? message.readings.length : 0)) return;
    if (message === undefined) return events.log.warn('a driver said something unknown');
    switch (message.type) {
      case 'hello':
        watch.hello();
        configured = true;
        return order({ type: 'configure', instance, addresses: [...addresses] });
      case 'pong':
        if (isStable()) events.onStable();
        return watch.pong(message.rssBytes);
      case 'running':
        return events.onState('running');
      case 'fault':
        events.onState('fault', message.reason);
        return options.onUnsure(message.reason);
      case 'readings':
        read = true;
        return options.onReadings(message.readings);
      case 'written':
        return events.onWritten(message);
      case 'log':
        return file.write(message.level, message.message, message.at);
    }
  });
  child.onExit((exit) => {
    watch.stop();
    const how = exit.signal ?? `code ${exit.code}`;
    if (exit.code !== 0 && trouble === null) file.write('error', `the driver ended with ${how}`, nowMs());
    file.close();
    events.onEnd(exit, trouble, isStable());
  });
  return {
    pid: () => child.pid ?? null,
    order,
    // One that has not started yet has nothing to finish, and would listen only in a while.
    stop: () =>
      stopChild(child, {
        ...(configured ? { message: { type: 'stop' } } : {}),
        graceMs: limits.stopGraceMs,
      }),
  };
}
