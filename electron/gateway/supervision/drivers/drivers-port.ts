import type { ProcessState } from '#shared/gateway-api/peers-api.ts';
import type { Value } from '#shared/gateway-api/values.ts';
import type { Result } from '#shared/result.ts';
import type { Reading } from './driver-protocol.ts';

export type { Reading } from './driver-protocol.ts';

/** One driver instance of the configuration and how its process does. */
export interface DriverStatus extends ProcessState {
  id: string;
  name: string;
  driver: string;
  /** Ends in a row without a stable run (half a minute with readings) in between. */
  failures: number;
}

/** All driver instances of the configuration, as the rest of the gateway application uses them. */
export interface Drivers {
  /** Reads the configuration anew and starts every enabled instance; one that cannot run has a state that says why. */
  start(): void;
  /** Resolves when every driver process is gone; {@link start} may follow. */
  stop(): Promise<void>;
  /** Every instance of the configuration in its order, disabled and unknown ones included. */
  status(): DriverStatus[];
  /** Also one that was stopped or waits after a crash. DRIVER_NOT_FOUND, DRIVER_DISABLED, DRIVERS_PAUSED. */
  startOne(id: string): Promise<Result<null>>;
  /** Until it is started or the gateway restarts. Resolves when it is gone. DRIVER_NOT_FOUND. */
  stopOne(id: string): Promise<Result<null>>;
  restartOne(id: string): Promise<Result<null>>;
  /**
   * The instance or its addresses were added, changed or deleted: reads the configuration anew and restarts what differs.
   * Many calls in a row cause one restart. An instance stopped by {@link stopOne} stays stopped.
   */
  changed(id: string): void;
  /**
   * Readings as they arrive, scaled, in batches, at most one per address in a batch; also the bad ones, and `uncertain` or
   * `bad` ones without a value when a driver process ends. Answers how to stop listening.
   */
  onReadings(listener: (readings: readonly Reading[]) => void): () => void;
  /**
   * Writes a value as people see it and answers what was read back (what was sent, where the protocol cannot read it; then
   * `uncertain`). The reading also goes to the listeners. ADDRESS_NOT_FOUND, ADDRESS_NOT_WRITABLE, ADDRESS_DISABLED,
   * WRITE_VALUE_INVALID, DRIVER_NOT_RUNNING, WRITE_FAILED, WRITE_TIMED_OUT.
   */
  write(addressId: string, value: Value): Promise<Result<Reading>>;
}
