import { failure } from '#shared/errors/failure.ts';
import type { Address } from '#shared/gateway-api/configuration.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { DriverMessage, Reading } from './driver-protocol.ts';

/** More than a person or a logic can mean at one moment. */
const mostWaiting = 1_000;

interface Waiting {
  address: Address;
  settle(result: Result<Reading>): void;
}

/** Writes that a driver process has been asked for and has not answered yet. */
export function createPendingWrites(writeMs: number) {
  const waiting = new Map<number, Waiting>();
  let lastRequest = 0;
  return {
    /** Calls `send` with the number of the request; resolves with the driver's answer, or fails after `writeMs`. */
    ask(address: Address, send: (request: number) => void): Promise<Result<Reading>> {
      if (waiting.size >= mostWaiting) {
        return Promise.resolve(writeFailed(address, 'too many writes wait for their answers already'));
      }
      lastRequest += 1;
      const request = lastRequest;
      return new Promise((resolve) => {
        const settle = (result: Result<Reading>) => {
          clearTimeout(timer);
          waiting.delete(request);
          resolve(result);
        };
        const timer = setTimeout(
          () => settle(fail(failure('WRITE_TIMED_OUT', { name: address.name, seconds: writeMs / 1_000 }))),
          writeMs,
        );
        waiting.set(request, { address, settle });
        send(request);
      });
    },
    answered({ request, reading, failure: why }: Extract<DriverMessage, { type: 'written' }>): void {
      const asked = waiting.get(request);
      if (asked === undefined) return;
      // A driver of ours answers for the address that it was asked for; another id would move values between addresses.
      if (reading !== null && reading.id === asked.address.id) asked.settle(ok(reading));
      else asked.settle(writeFailed(asked.address, why ?? 'the driver did not say why'));
    },
    /** The driver process ended: nobody answers any more. */
    abandon(why: string): void {
      for (const { address, settle } of [...waiting.values()]) settle(writeFailed(address, why));
    },
  };
}

const writeFailed = (address: Address, why: string) =>
  fail(failure('WRITE_FAILED', { name: address.name, why }));
