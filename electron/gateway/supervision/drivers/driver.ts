import type { Address, DriverInstance } from '#shared/gateway-api/configuration.ts';
import type { Value } from '#shared/gateway-api/values.ts';
import type { DriverMessage, Reading } from './driver-protocol.ts';
import type { Outcome } from './outcome.ts';

export type LogLevel = Extract<DriverMessage, { type: 'log' }>['level'];

/** A protocol driver inside its own process. */
export interface Driver {
  start(): void;
  /** Writes a value as people see it and answers what was read back. */
  write(address: Address, value: Value): Promise<Outcome<Reading>>;
  /** Finishes the poll and closes the port; resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}

export interface DriverContext {
  instance: Pick<DriverInstance, 'id' | 'name'>;
  /** Of the instance, not parsed yet. */
  settings: Readonly<Record<string, unknown>>;
  /** The enabled ones. */
  addresses: readonly Address[];
  /** Kept for a moment and sent in batches, the newest of an address. */
  read(reading: Reading): void;
  /** The device answers. */
  running(): void;
  /** It does not; said again only with another reason. */
  fault(reason: string): void;
  log(level: LogLevel, message: string): void;
  nowMs(): number;
}

/** Throws nothing: settings that do not fit are a {@link Outcome} with the reason. */
export type DriverFactory = (context: DriverContext) => Outcome<Driver>;
