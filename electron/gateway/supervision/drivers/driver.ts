import type { DriverMessage } from './driver-protocol.ts';

/** A protocol driver inside its own process. */
export interface Driver {
  start(): void;
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}

export interface DriverContext {
  settings: Readonly<Record<string, unknown>>;
  report(message: DriverMessage): void;
  now(): Date;
}

export type DriverFactory = (context: DriverContext) => Driver;
