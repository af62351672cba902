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
  CABLE_OTHER_BOX: {
    sentence:
      'The cable on {line} leads to {other}, not to {gateway}. Nothing was sent there. Plug it into {gateway}, or say that {gateway} was replaced.',
    status: 409,
    retryable: true,
  },
  CABLE_GIVEN_UP: {
    sentence:
      'The serial cable to {gateway} has carried nothing for {minutes} minutes: {why} Nothing was changed there; the file goes on where it stopped when you try again.',
    status: 504,
    retryable: true,
  },
  CONSOLE_ONLY: {
    sentence: 'This call is for the serial console. Over the network, use the download or upload itself.',
    status: 404,
    retryable: false,
  },
  CONSOLE_FILE_DAMAGED: {
    sentence: '{file} arrived damaged: its content is not what was announced. Send it again.',
    status: 500,
    retryable: true,
  },
  CONSOLE_OTHER_FILE: {
    sentence: '{file} with {bytes} bytes was announced, and something else was sent. Send that file.',
    status: 500,
    retryable: false,
  },
} as const satisfies Record<string, ErrorRow>;
