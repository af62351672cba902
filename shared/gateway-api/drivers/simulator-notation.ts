import { z } from 'zod';
import { type Parsed, readOptions, understood, unreadable } from './notation.ts';

/**
 * Addresses of the simulator: `signal[:name=value,…]`, e.g. `sine:min=10,max=30,period=60`.
 *
 * | signal | options (default) |
 * |---|---|
 * | `sine` | min (0), max (100), period in seconds (60), phase in seconds (0) |
 * | `ramp` | min (0), max (100), period in seconds (60): rises, then starts again |
 * | `counter` | start (0), step (1), wrap (none): one step each poll |
 * | `walk` | min (0), max (100), step (1), seed (1): a random walk, the same for the same seed |
 * | `hold` | value (0): holds what is written to it |
 */

const number = z.coerce.number();
const seconds = number.positive().max(31_536_000);
const range = { min: number.default(0), max: number.default(100) };

const signalSchemas = {
  sine: z.strictObject({ ...range, period: seconds.default(60), phase: number.default(0) }),
  ramp: z.strictObject({ ...range, period: seconds.default(60) }),
  counter: z.strictObject({
    start: number.default(0),
    step: number.default(1),
    wrap: number.positive().optional(),
  }),
  walk: z.strictObject({
    ...range,
    step: number.positive().default(1),
    seed: z.coerce.number().int().default(1),
  }),
  hold: z.strictObject({ value: number.default(0) }),
} as const;
type Signals = { [K in keyof typeof signalSchemas]: { signal: K } & z.infer<(typeof signalSchemas)[K]> };
export type SimulatedSignal = Signals[keyof Signals];

export const simulatedSignals = Object.keys(signalSchemas) as (keyof typeof signalSchemas)[];

export function parseSimulatorAddress(text: string): Parsed<SimulatedSignal> {
  const [signal = '', ...rest] = text.trim().split(':');
  if (!Object.hasOwn(signalSchemas, signal)) {
    return unreadable(`"${signal}" is none of ${simulatedSignals.join(', ')}`);
  }
  const options = readOptions(rest.join(':'));
  if (options === null) return unreadable(`"${rest.join(':')}" are no options such as min=0,max=100`);
  const parsed = signalSchemas[signal as keyof typeof signalSchemas].safeParse(options);
  if (!parsed.success) return unreadable(issueText(parsed.error));
  if ('min' in parsed.data && parsed.data.min > parsed.data.max) return unreadable('min is above max');
  return understood({ signal, ...parsed.data } as SimulatedSignal);
}

const issueText = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; ');

/** Settings of a simulator instance. */
export const simulatorSettingsSchema = z.strictObject({
  pollIntervalMs: z
    .int()
    .min(100)
    .max(86_400_000)
    .default(1_000)
    .meta({ title: 'Interval (ms)', description: 'Of addresses that have none of their own' }),
});
