import type { ErrorRow } from './error-row.ts';

/** What driver instances and their addresses refuse or report. */
export const driverErrors = {
  DRIVER_NOT_FOUND: {
    sentence: 'This gateway has no driver instance {id}.',
    status: 404,
    retryable: false,
  },
  DRIVER_DISABLED: {
    sentence: 'The driver instance {name} is disabled. Enable it first.',
    status: 409,
    retryable: false,
  },
  DRIVER_UNKNOWN: {
    sentence: 'This revision has no driver "{driver}", which {name} needs. Upgrade the gateway first.',
    status: 409,
    retryable: false,
  },
  DRIVERS_PAUSED: {
    sentence: 'All drivers are stopped while the gateway is upgraded or restored. Try again afterwards.',
    status: 409,
    retryable: true,
  },
  DRIVER_NOT_RUNNING: {
    sentence: 'The driver instance {name} does not run: {why}. Nothing was written.',
    status: 503,
    retryable: true,
  },
  ADDRESS_NOT_FOUND: {
    sentence: 'This gateway has no address {id}.',
    status: 404,
    retryable: false,
  },
  ADDRESS_DISABLED: {
    sentence: 'The address {name} is disabled. Enable it first.',
    status: 409,
    retryable: false,
  },
  ADDRESS_NOT_WRITABLE: {
    sentence: 'The address {name} may only be read. Make it writable in its settings first.',
    // Not 403: clients log in again at that.
    status: 409,
    retryable: false,
  },
  WRITE_VALUE_INVALID: {
    sentence: 'This value cannot be written to {name}: {what}.',
    status: 400,
    retryable: false,
  },
  WRITE_FAILED: {
    sentence: '{name} was not written: {why}.',
    status: 502,
    retryable: true,
  },
  WRITE_TIMED_OUT: {
    sentence:
      'The driver did not say within {seconds} s whether {name} was written. Read the value before you write again.',
    status: 504,
    retryable: true,
  },
} as const satisfies Record<string, ErrorRow>;
