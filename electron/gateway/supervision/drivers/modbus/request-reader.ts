import { setTimeout as delay } from 'node:timers/promises';
import type { ModbusSettings } from '#shared/gateway-api/drivers/modbus-settings.ts';
import type { DriverContext } from '../driver.ts';
import type { LinkAnswer, ModbusLink } from './modbus-link.ts';
import { type ModbusRequest, splitRequest } from './plan-requests.ts';
import { failedReadings, readingsOf } from './point-reading.ts';
import type { createUnitHealth } from './unit-health.ts';

interface ReaderOptions {
  context: DriverContext;
  link: ModbusLink;
  health: ReturnType<typeof createUnitHealth>;
  settings: ModbusSettings;
}

type Answer = LinkAnswer<Buffer>;

/** Exceptions by which a device says that what was asked for is not there, or not in one piece. */
const notThere = new Set([1, 2, 3]);
/** The Modbus gateway answered in the place of a device that does not. */
const unreachable = new Set([10, 11]);
/** After a time-out on a serial line a late answer must not be taken for the next one. */
const settleMs = 1_000;

/** Reads requests, reports what comes of them, and cuts those that a device refuses. */
export function createRequestReader({ context, link, health, settings }: ReaderOptions) {
  async function ask(request: ModbusRequest): Promise<Answer> {
    let answer = await link.read(request);
    for (let retry = 0; retry < settings.retries && mayRetry(answer); retry += 1) {
      await settle(answer);
      answer = await link.read(request);
    }
    if (!answer.ok) await settle(answer);
    return answer;
  }
  async function settle(answer: Answer): Promise<void> {
    if (answer.ok || settings.transport === 'tcp') return;
    if (answer.kind === 'timeout' || answer.kind === 'garbage')
      await delay(Math.min(settings.timeoutMs, settleMs));
  }
  /** What a stream says after something that is no answer cannot be trusted. */
  async function distrust(answer: Answer): Promise<void> {
    if (answer.ok || answer.kind === 'exception') return;
    const nobodyAnswers = health.allFail() !== null;
    if (answer.kind === 'closed' || answer.kind === 'garbage' || nobodyAnswers) await link.close();
  }
  const tell = (request: ModbusRequest, quality: 'uncertain' | 'bad', reason: string) => {
    for (const reading of failedReadings(request.points, quality, reason, context.nowMs()))
      context.read(reading);
  };

  /** Answers what to ask next time instead of `request`. */
  async function read(request: ModbusRequest): Promise<ModbusRequest[]> {
    const { unit } = request;
    if (!link.isOpen() || !health.mayAsk(unit, performance.now())) return [request];
    const answer = await ask(request);
    if (answer.ok) {
      health.answered(unit);
      for (const reading of readingsOf(request, answer.value, context.nowMs())) context.read(reading);
      return [request];
    }
    if (answer.kind === 'exception' && !unreachable.has(answer.code ?? 0)) {
      health.answered(unit);
      const parts = notThere.has(answer.code ?? 0) ? splitRequest(request) : null;
      if (parts !== null) {
        const [first, second] = parts;
        return [...(await read(first)), ...(await read(second))];
      }
      tell(request, notThere.has(answer.code ?? 0) ? 'bad' : 'uncertain', answer.reason);
      return [request];
    }
    if (!health.isFailing(unit)) context.log('warn', answer.reason);
    health.failed(unit, answer.reason, performance.now());
    tell(request, 'uncertain', answer.reason);
    await distrust(answer);
    return [request];
  }
  return {
    read,
    /** After a round: whether anything answers. */
    tellState(): void {
      const reason = health.allFail();
      if (reason === null) context.running();
      else context.fault(reason);
    },
  };
}

const mayRetry = (answer: Answer): boolean =>
  !answer.ok && (answer.kind === 'timeout' || (answer.kind === 'exception' && answer.code === 6));
