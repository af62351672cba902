import { z } from 'zod';
import type { Address } from '#shared/gateway-api/configuration.ts';
import {
  parseSimulatorAddress,
  simulatorSettingsSchema,
} from '#shared/gateway-api/drivers/simulator-notation.ts';
import type { Driver, DriverContext } from '../driver.ts';
import type { Reading } from '../driver-protocol.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import { rawOfValue, valueOfRaw } from '../values/convert-value.ts';
import { createSignal, type Signal } from './signal.ts';

/** Made-up values for trying things out without a device: the `simulator` driver. */
export function createSimulatorDriver(context: DriverContext): Outcome<Driver> {
  const settings = simulatorSettingsSchema.safeParse(context.settings);
  if (!settings.success) return refused(z.prettifyError(settings.error));
  const { pollIntervalMs } = settings.data;
  const startedMs = context.nowMs();
  const signals = new Map<string, Signal>();
  const timers: NodeJS.Timeout[] = [];

  function readingOf(address: Address, signal: Signal): Reading {
    const at = context.nowMs();
    const value = valueOfRaw(address, signal.next((at - startedMs) / 1_000));
    const { id } = address;
    return value.ok
      ? { id, value: value.value, at, quality: 'good' }
      : { id, value: null, at, quality: 'bad', reason: value.reason };
  }
  return done({
    start() {
      context.log('info', 'the values of this instance are made up');
      for (const address of context.addresses) {
        const parsed = parseSimulatorAddress(address.address);
        if (!parsed.ok) {
          context.read({
            id: address.id,
            value: null,
            at: context.nowMs(),
            quality: 'bad',
            reason: parsed.reason,
          });
          continue;
        }
        const signal = createSignal(parsed.value);
        signals.set(address.id, signal);
        const poll = () => context.read(readingOf(address, signal));
        timers.push(setInterval(poll, address.pollIntervalMs ?? pollIntervalMs));
        poll();
      }
      context.running();
    },
    async write(address, value) {
      const raw = rawOfValue(address, value);
      if (!raw.ok) return raw;
      const number = Number(raw.value);
      if (!Number.isFinite(number)) return refused('a simulated value is a number');
      const signal = signals.get(address.id);
      if (signal === undefined || !signal.set(number)) {
        return refused('this signal runs by itself; write to hold, counter or walk');
      }
      return done(readingOf(address, signal));
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
    },
  });
}
