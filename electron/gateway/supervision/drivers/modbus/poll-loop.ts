import { setTimeout as delay } from 'node:timers/promises';
import { backOffMs } from '#platform/processes/back-off.ts';
import type { ModbusSettings } from '#shared/gateway-api/drivers/modbus-settings.ts';
import type { DriverContext } from '../driver.ts';
import type { createLine } from './line.ts';
import type { ModbusLink } from './modbus-link.ts';
import { type ModbusPoint, type ModbusRequest, planRequests } from './plan-requests.ts';
import { failedReadings } from './point-reading.ts';
import { createPollClock } from './poll-clock.ts';
import { createRequestReader } from './request-reader.ts';
import { createUnitHealth } from './unit-health.ts';

interface PollLoopOptions {
  context: DriverContext;
  link: ModbusLink;
  line: ReturnType<typeof createLine>;
  settings: ModbusSettings;
  points: readonly ModbusPoint[];
  stopping: AbortSignal;
}

const reconnect = { firstMs: 1_000, maxMs: 30_000 };
/** Node's timers take no more than 24 days. */
const longestWaitMs = 60_000;

/** Reads all points at their intervals until `stopping`; the promise resolves when the last request was answered. */
export function createPollLoop(options: PollLoopOptions): () => Promise<void> {
  const { context, link, line, settings, points, stopping } = options;
  const health = createUnitHealth();
  const reader = createRequestReader({ context, link, health, settings });
  const pause = (ms: number) => delay(ms, undefined, { signal: stopping }).catch(() => undefined);
  let connectFailures = 0;

  /** One try; false when there is no connection, which is then told. */
  async function connected(): Promise<boolean> {
    if (link.isOpen()) return true;
    await link.close();
    const opened = await link.open();
    if (opened.ok) {
      // What failed with the device that was away gets its chance at once.
      if (connectFailures > 0) health.forget();
      connectFailures = 0;
      return true;
    }
    connectFailures += 1;
    for (const reading of failedReadings(points, 'uncertain', opened.reason, context.nowMs())) {
      context.read(reading);
    }
    context.fault(opened.reason);
    return false;
  }
  /** Answers the requests of the next round. */
  async function round(requests: readonly ModbusRequest[], due: readonly number[]): Promise<ModbusRequest[]> {
    const next: ModbusRequest[] = [];
    for (const request of requests) {
      if (stopping.aborted || !due.includes(request.intervalMs)) {
        next.push(request);
        continue;
      }
      next.push(...(await line.run(() => reader.read(request))));
      if (settings.pauseMs > 0) await pause(settings.pauseMs);
    }
    return next;
  }
  return async () => {
    let requests = planRequests(points, settings);
    context.log('info', `${points.length} addresses in ${requests.length} requests`);
    if (requests.length === 0) return context.running();
    const clock = createPollClock(
      requests.map(({ intervalMs }) => intervalMs),
      performance.now(),
    );
    while (!stopping.aborted) {
      const { due, waitMs } = clock.look(performance.now());
      if (due.length === 0) await pause(Math.min(waitMs, longestWaitMs));
      else if (await line.run(connected)) {
        requests = await round(requests, due);
        reader.tellState();
        for (const interval of due) clock.polled(interval, performance.now());
      } else await pause(backOffMs(connectFailures, reconnect));
    }
  };
}
