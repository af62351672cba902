import { serialCalls } from '#shared/bridge/serial.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail } from '#shared/result.ts';
import type { BridgeHandlers } from '../bridge/host.ts';

export type SerialHandlers = Pick<BridgeHandlers, Extract<keyof BridgeHandlers, `serial.${string}`>>;

/** The host side is not there yet: every call says so. */
export function createSerialHandlers(): SerialHandlers {
  const refused = async () =>
    fail(failure('NOT_OFFERED', { gateway: 'This workbench', what: 'serial ports' }));
  return Object.fromEntries(
    Object.keys(serialCalls).map((name) => [name, refused]),
  ) as unknown as SerialHandlers;
}
