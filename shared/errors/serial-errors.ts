import type { ErrorRow } from './error-row.ts';

/** Serial ports of this computer, the consoles on them and what they send by themselves. */
export const serialErrors = {
  SERIAL_LIST_FAILED: {
    sentence:
      'The serial ports of this computer cannot be listed: {why}. A path can be entered all the same.',
    status: 500,
    retryable: true,
  },
  SERIAL_UNAVAILABLE: {
    sentence:
      'The part of the workbench that speaks to serial ports cannot be loaded: {why}. Install it again.',
    status: 501,
    retryable: false,
  },
  SERIAL_NOT_THERE: {
    sentence: 'There is no port {port}. Plug the adapter in, or choose another port.',
    status: 404,
    retryable: true,
  },
  SERIAL_NOT_A_PORT: {
    sentence: '{port} is not a serial port. Choose another one.',
    status: 400,
    retryable: false,
  },
  SERIAL_IN_USE: {
    sentence: '{port} is in use by {program}. Close it there, then try again.',
    status: 409,
    retryable: true,
  },
  SERIAL_USED_HERE: {
    sentence: '{port} is in use here already, by {user}. Use it there, or close it there first.',
    status: 409,
    retryable: true,
  },
  SERIAL_NO_PERMISSION: {
    sentence: 'This account may not use {port}: {why}. {remedy}',
    status: 403,
    retryable: true,
  },
  SERIAL_SETTINGS_REFUSED: {
    sentence: '{port} does not take these settings ({settings}). Choose another rate or frame.',
    status: 400,
    retryable: false,
  },
  SERIAL_REFUSED: {
    sentence: '{port} could not be opened: {why}. Unplug the adapter, plug it in again, then try again.',
    status: 500,
    retryable: true,
  },
  SERIAL_LINE_LOST: {
    sentence: '{port} is gone. The console goes on when the same device is plugged in again.',
    status: 503,
    retryable: true,
  },
  SERIAL_NOT_OPEN: {
    sentence: '{port} is not open. Open it first.',
    status: 409,
    retryable: true,
  },
  SERIAL_LINE_BUSY: {
    sentence: '{port} is used by {user} just now. Wait for its end or stop it.',
    status: 409,
    retryable: true,
  },
  SERIAL_WRITE_STUCK: {
    sentence:
      '{port} has taken nothing for {seconds} s. The device holds the line (flow control), or the other end does not read.',
    status: 504,
    retryable: true,
  },
  SERIAL_SIGNALS_REFUSED: {
    sentence: '{port} has no control lines that can be set: {why}.',
    status: 501,
    retryable: false,
  },
  SERIAL_CONSOLE_UNKNOWN: {
    sentence: 'This console is no longer there. Open its port again.',
    status: 404,
    retryable: false,
  },
  SERIAL_TOO_MANY_CONSOLES: {
    sentence: 'There are {limit} consoles already, which is the most. Remove one first.',
    status: 409,
    retryable: false,
  },
  SERIAL_LOG_RUNNING: {
    sentence: 'This console is being logged already, into {file}. Stop that log first.',
    status: 409,
    retryable: false,
  },
  SERIAL_NO_LOG: {
    sentence: 'This console was not logged yet. Start a log first.',
    status: 404,
    retryable: false,
  },
  SERIAL_SNIPPET_UNKNOWN: {
    sentence: 'This snippet is no longer in the list.',
    status: 404,
    retryable: false,
  },
  SERIAL_SCRIPT_UNKNOWN: {
    sentence: 'This script is no longer in the list.',
    status: 404,
    retryable: false,
  },
  SERIAL_PATTERN_INVALID: {
    sentence: 'Step {step} holds a pattern that cannot be used: {why}. Correct it, or wait for plain text.',
    status: 400,
    retryable: false,
  },
  SERIAL_SECRET_MISSING: {
    sentence: 'The script "{script}" needs the secret "{secret}", which nobody has entered. Enter it first.',
    status: 409,
    retryable: false,
  },
  SERIAL_SCRIPT_TIMEOUT: {
    sentence:
      '"{expected}" did not come within {seconds} s. Last came: {seen}. Look at the console, then run the script again.',
    status: 504,
    retryable: true,
  },
  SERIAL_TRANSFER_UNKNOWN: {
    sentence: 'This transfer is no longer known.',
    status: 404,
    retryable: false,
  },
  SERIAL_ANSWER_UNFIT: {
    sentence: 'This answer does not fit what was asked. Look at the transfer again.',
    status: 409,
    retryable: false,
  },
  SERIAL_ONE_FILE: {
    sentence: '{protocol} carries one file without its name. Choose one, or another protocol.',
    status: 400,
    retryable: false,
  },
} as const satisfies Record<string, ErrorRow>;
