import type { ErrorRow } from './error-row.ts';

/** File transfers over a serial line. */
export const transferErrors = {
  TRANSFER_LINE_GONE: {
    sentence: '{line} was lost during the transfer. Check the cable, connect again and repeat it.',
    status: 502,
    retryable: true,
  },
  TRANSFER_CANCELLED_BY_PEER: {
    sentence: 'The other side cancelled the transfer. Look at its console for the reason.',
    status: 502,
    retryable: true,
  },
  TRANSFER_NO_ANSWER: {
    sentence:
      'The other side does not answer. Start the same protocol there, check speed and flow control, then try again.',
    status: 504,
    retryable: true,
  },
  TRANSFER_TOO_MANY_ERRORS: {
    sentence:
      'Too much arrived damaged, so the transfer was ended. Use a lower speed or a shorter cable, then try again.',
    status: 502,
    retryable: true,
  },
  TRANSFER_TOO_LARGE: {
    sentence: '{file} is larger than the {limit} bytes that are accepted here. It was refused.',
    status: 413,
    retryable: false,
  },
  TRANSFER_NO_SPACE: {
    sentence: 'There is not enough space on the disk for {file}. Free some, then try again.',
    status: 507,
    retryable: false,
  },
  TRANSFER_FILE_EXISTS: {
    sentence: '{file} exists already and was not replaced. Rename it or allow replacing, then try again.',
    status: 409,
    retryable: false,
  },
  TRANSFER_SKIPPED: {
    sentence: 'The other side did not take {file}. It may have one of that name, or no room for it.',
    status: 409,
    retryable: false,
  },
  TRANSFER_NOTHING: {
    sentence: 'The other side ended the transfer without a file. Look at its console for the reason.',
    status: 502,
    retryable: true,
  },
  TRANSFER_DISK_SLOW: {
    sentence: 'The disk takes the file more slowly than the line brings it. Store it on another disk.',
    status: 500,
    retryable: true,
  },
} as const satisfies Record<string, ErrorRow>;
