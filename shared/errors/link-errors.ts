import type { ErrorRow } from './error-row.ts';

/** What goes wrong between a workbench and a gateway's serial console. */
export const linkErrors = {
  LINK_NO_ANSWER: {
    sentence:
      'No gateway console answers on {line}. Check the cable and the baud rate, and whether the console of the gateway is switched on.',
    status: 504,
    retryable: true,
  },
  LINK_GONE: {
    sentence: 'The link over {line} is gone: {why}. Check the cable and try again.',
    status: 502,
    retryable: true,
  },
  LINK_BUSY: {
    sentence: 'The link over {line} is carrying a file already. Wait until that has ended.',
    status: 409,
    retryable: true,
  },
  CONSOLE_PORT: {
    sentence: 'The serial port {path} cannot be opened: {why}. Check the cable, the port and who may use it.',
    status: 500,
    retryable: true,
  },
} as const satisfies Record<string, ErrorRow>;
