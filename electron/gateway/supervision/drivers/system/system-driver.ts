import { z } from 'zod';
import type { Address } from '#shared/gateway-api/configuration.ts';
import {
  isSystemFigure,
  type SystemFigure,
  systemSettingsSchema,
} from '#shared/gateway-api/drivers/system-settings.ts';
import type { Driver, DriverContext } from '../driver.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import { valueOfRaw } from '../values/convert-value.ts';
import {
  cpuPercent,
  cpuTimes,
  diskPercent,
  memoryPercent,
  networkBytes,
  temperature,
  uptimeSeconds,
} from './machine-figures.ts';

/** What a first reading of rates compares with. */
const firstRateMs = 500;

/** Reads figures of this machine: the `system` driver. */
export function createSystemDriver(context: DriverContext): Outcome<Driver> {
  const settings = systemSettingsSchema.safeParse(context.settings);
  if (!settings.success) return refused(z.prettifyError(settings.error));
  const { intervalMs, path = process.cwd() } = settings.data;
  const rates = createRates();
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let reading: Promise<void> = Promise.resolve();

  async function readAll(): Promise<void> {
    const read = await rates.read(context.nowMs());
    const figures: Record<SystemFigure, () => Promise<number | null> | number | null> = {
      '#cpu': () => read.cpu,
      '#mem': memoryPercent,
      '#disk': () => diskPercent(path),
      '#temp': temperature,
      '#uptime': uptimeSeconds,
      '#net-in': () => read.netIn,
      '#net-out': () => read.netOut,
    };
    await Promise.all(context.addresses.map((address) => readOne(address, figures)));
    context.running();
  }
  async function readOne(
    address: Address,
    figures: Record<string, () => Promise<number | null> | number | null>,
  ): Promise<void> {
    const outcome = await figureOf(address.address, figures);
    const value = outcome.ok ? valueOfRaw(address, outcome.value) : outcome;
    const at = context.nowMs();
    const { id } = address;
    if (value.ok) context.read({ id, value: value.value, at, quality: 'good' });
    else context.read({ id, value: null, at, quality: 'bad', reason: value.reason });
  }
  const next = (waitMs: number) => {
    timer = setTimeout(() => {
      reading = readAll().then(() => {
        if (!stopped) next(intervalMs);
      });
    }, waitMs);
  };
  return done({
    start() {
      rates.read(context.nowMs()).finally(() => {
        if (!stopped) next(firstRateMs);
      });
    },
    write: () => Promise.resolve(refused('figures of this machine cannot be written')),
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await reading;
    },
  });
}

async function figureOf(
  name: string,
  figures: Record<string, () => Promise<number | null> | number | null>,
): Promise<Outcome<number>> {
  const figure = isSystemFigure(name) ? figures[name] : undefined;
  if (figure === undefined) return refused(`"${name}" is no figure of a machine`);
  try {
    const value = await figure();
    return value === null ? refused('this machine has no such figure') : done(value);
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}

/** Figures that come of two moments: what lies between this call and the one before. */
function createRates() {
  let cpu = cpuTimes();
  let network: { bytes: Awaited<ReturnType<typeof networkBytes>>; atMs: number } | null = null;
  return {
    async read(nowMs: number) {
      const [cpuBefore, before] = [cpu, network];
      cpu = cpuTimes();
      network = { bytes: await networkBytes(), atMs: nowMs };
      const seconds = before === null ? 0 : (nowMs - before.atMs) / 1_000;
      const rate = (way: 'in' | 'out'): number | null => {
        const [from, to] = [before?.bytes?.[way], network?.bytes?.[way]];
        // An interface that went away makes the sum smaller, and a clock that was set back makes no time at all.
        if (from === undefined || to === undefined || seconds <= 0) return null;
        return Math.max(0, Math.round((to - from) / seconds));
      };
      return { cpu: cpuPercent(cpuBefore, cpu), netIn: rate('in'), netOut: rate('out') };
    },
  };
}
