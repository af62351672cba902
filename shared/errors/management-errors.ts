import type { ErrorRow } from './error-row.ts';

/** What the management API refuses or reports (contract §4). */
export const managementErrors = {
  KEY_MISSING: {
    sentence: 'Log in, or send an API key as X-API-Key or Authorization: Bearer.',
    status: 401,
    retryable: false,
  },
  KEY_INVALID: {
    sentence: 'This API key is not valid. It may have been revoked or have expired.',
    status: 401,
    retryable: false,
  },
  KEY_TOO_WEAK: {
    sentence: 'This API key may not do this; it needs the permission {needed}.',
    status: 403,
    retryable: false,
  },
  KEY_EXPIRES_IN_PAST: {
    sentence: 'A key that has expired already is of no use. Choose a time in the future.',
    status: 400,
    retryable: false,
  },
  KEY_OUTLIVES: {
    sentence: 'This API key ends at {expires} and cannot make one that lives longer. Choose an earlier end.',
    status: 403,
    retryable: false,
  },
  PROCESS_NOT_FOUND: {
    sentence: 'Process {pid} does not run, or has ended meanwhile. Load the list again.',
    status: 404,
    retryable: false,
  },
  PROCESS_PROTECTED: { sentence: 'Process {pid} was not ended: {why}.', status: 403, retryable: false },
  PROCESS_NOT_PERMITTED: {
    sentence: 'The operating system does not let the gateway end process {pid}. It belongs to another user.',
    status: 403,
    retryable: false,
  },
  RATE_LIMITED: {
    sentence: 'Too many requests. Wait {seconds} s before the next one.',
    status: 429,
    retryable: true,
  },
} as const satisfies Record<string, ErrorRow>;
