import type { ErrorRow } from './error-row.ts';

/** Target state, sensors, reports and logs of a fleet's agents. */
export const fleetStateErrors = {
  BODY_TOO_LARGE: {
    sentence:
      'The body has more than {limit} bytes, packed or unpacked. Nothing was kept; send less at once.',
    status: 413,
    retryable: false,
  },
  BODY_ENCODING: {
    sentence: 'The body is encoded as {encoding}. Send it plain or with gzip.',
    status: 415,
    retryable: false,
  },
  BODY_DAMAGED: {
    sentence: 'The gzip of the body is damaged or broke off. Nothing was kept; send it again.',
    status: 400,
    retryable: true,
  },
  LOG_LINES_TOO_MANY: {
    sentence: 'The batch has more than {limit} lines. Nothing was kept; send fewer at once.',
    status: 413,
    retryable: false,
  },
} as const satisfies Record<string, ErrorRow>;
