import type { ErrorRow } from './error-row.ts';

/** What the workbench tells the technician about its own work and about gateways that it talks to. */
export const workbenchErrors = {
  BRIDGE_UNKNOWN_CALL: {
    sentence: 'The workbench does not know the call {call}.',
    status: 404,
    retryable: false,
  },
  BRIDGE_BAD_INPUT: {
    sentence: 'The workbench cannot use what the screen sent: {what}.',
    status: 400,
    retryable: false,
  },
  BRIDGE_SENDER_REFUSED: {
    sentence:
      'This page may not talk to the workbench. Open the address that the workbench printed at its start.',
    status: 403,
    retryable: false,
  },
  BRIDGE_CLOSED: {
    sentence: 'The connection to the workbench was lost. It is being made again.',
    status: 503,
    retryable: true,
  },
  WORKBENCH_INTERNAL: {
    sentence: 'The workbench failed in a way it did not expect. Its log has the details.',
    status: 500,
    retryable: true,
  },
  ADDRESS_INVALID: {
    sentence:
      '"{address}" is not an address. Use a name or number such as 10.0.0.7, or https://10.0.0.7:8443.',
    status: 400,
    retryable: false,
  },
  WAY_MISSING: {
    sentence:
      'There is no way to {gateway}. Enter its address, or choose the serial port that it is plugged into.',
    status: 400,
    retryable: false,
  },
  GATEWAY_UNKNOWN: { sentence: 'This gateway is no longer in the list.', status: 404, retryable: false },
  GATEWAY_DUPLICATE: {
    sentence: '{address} is in the list already, as {label}.',
    status: 409,
    retryable: false,
  },
  GATEWAY_UNREACHABLE: {
    sentence: '{gateway} does not answer at {address}: {why}. Check its power, the cable and the address.',
    status: 502,
    retryable: true,
  },
  GATEWAY_NOT_A_GATEWAY: {
    sentence: 'What answers at {address} is not a gateway. Check the address and the port.',
    status: 502,
    retryable: false,
  },
  GATEWAY_ANSWER: {
    sentence: '{gateway} answered {status} to {call}: {said}',
    status: 502,
    retryable: false,
  },
  GATEWAY_CONNECTION_LOST: {
    sentence: 'The connection to {gateway} broke while {doing}. Check the cable and try again.',
    status: 502,
    retryable: true,
  },
  LOGIN_REFUSED: {
    sentence: '{gateway} refused the name or the password. Enter them again.',
    status: 401,
    retryable: false,
  },
  LOGIN_NEEDED: {
    sentence: 'Enter the password for {username} on {gateway}.',
    status: 401,
    retryable: false,
  },
  KEY_NEEDED: {
    sentence: 'Enter an API key of {gateway}: its management API is used with one.',
    status: 401,
    retryable: false,
  },
  KEY_REFUSED: {
    sentence: '{gateway} refused the API key. It may have been revoked or have expired; enter another one.',
    status: 401,
    retryable: false,
  },
  ANSWER_TOO_LARGE: {
    sentence:
      '{gateway} answered with more than {megabytes} MB to {call}. Ask for less: a shorter time or fewer lines.',
    status: 502,
    retryable: false,
  },
  UPDATE_NONE: {
    sentence: '{gateway} runs {version}, the newest that its update feed has.',
    status: 409,
    retryable: false,
  },
  UPDATE_NOT_BEGUN: {
    sentence:
      'The connection to {gateway} broke before it began the update. Nothing was changed there; try again.',
    status: 502,
    retryable: true,
  },
  UPDATE_UNCERTAIN: {
    sentence:
      'The connection to {gateway} broke while it updated itself, and it does not tell how that went. Look at what it runs before you try again.',
    status: 502,
    retryable: true,
  },
  CERTIFICATE_CHANGED: {
    sentence:
      '{gateway} shows another certificate than before. If nobody renewed it, somebody may be in between: do not log in.',
    status: 495,
    retryable: false,
  },
  CERTIFICATE_NEW: {
    sentence:
      '{gateway} shows a certificate that this workbench has not seen. Compare its fingerprint with the one on the gateway before you trust it.',
    status: 495,
    retryable: false,
  },
  NOT_OFFERED: { sentence: '{gateway} does not offer {what}.', status: 501, retryable: false },
  DESKTOP_ONLY: {
    sentence: '{what} is offered by the desktop application only, not in a browser.',
    status: 501,
    retryable: false,
  },
  BACKUP_UNKNOWN: { sentence: 'This backup is no longer in the list.', status: 404, retryable: false },
  FILE_TOKEN_UNKNOWN: {
    sentence: 'The chosen file is no longer known to the workbench. Choose it again.',
    status: 404,
    retryable: false,
  },
  FILE_MISSING: {
    sentence: '{file} is no longer where it was. Choose it again.',
    status: 404,
    retryable: false,
  },
  FILE_WRITE: {
    sentence: '{file} could not be written: {why}. Check the disk, then try again.',
    status: 500,
    retryable: false,
  },
  FILE_READ: {
    sentence: '{file} could not be read: {why}. Copy it to this computer and choose it again.',
    status: 500,
    retryable: false,
  },
  BACKUP_NOT_VERIFIED: {
    sentence: 'The backup of {gateway} arrived but did not pass its check: {why} It was not kept; try again.',
    status: 502,
    retryable: true,
  },
  JOB_RUNNING: {
    sentence: '{gateway} is busy with another job ({kind}). Wait for its end or cancel it.',
    status: 409,
    retryable: true,
  },
  UPLOAD_BROKEN: {
    sentence:
      'The connection to {gateway} broke while uploading. Nothing was changed there; check the cable and try again.',
    status: 502,
    retryable: true,
  },
  JOB_UNKNOWN: { sentence: 'This job is no longer known.', status: 404, retryable: false },
  JOB_CANCELLED: { sentence: 'Cancelled. {effect}', status: 499, retryable: true },
  JOB_NOT_CANCELLABLE: {
    sentence: 'The gateway is already at work; stopping now would leave it half done. It ends by itself.',
    status: 409,
    retryable: false,
  },
  JOB_WORKBENCH_STOPPED: {
    sentence: 'The workbench was closed while {doing}. {effect}',
    status: 500,
    retryable: true,
  },
  GATEWAY_DID_NOT_RETURN: {
    sentence: '{gateway} did not come back within {seconds} s after {what}. Check its power and its console.',
    status: 504,
    retryable: true,
  },
  GATEWAY_DID_NOT_GO_DOWN: {
    sentence:
      '{gateway} did not restart within {seconds} s after {what}. It still runs as before; look at its log.',
    status: 504,
    retryable: true,
  },
  GATEWAY_JOB_FAILED: {
    sentence: '{gateway} could not finish the {kind}: {why}',
    status: 502,
    retryable: false,
  },
  FIRMWARE_NOT_RUNNING: {
    sentence:
      '{gateway} came back with firmware {found}, not with {expected}. Look at its log before you try again.',
    status: 502,
    retryable: false,
  },
  UPLOAD_LOST: {
    sentence: '{gateway} restarted while it checked {file}. Nothing was changed there; try again.',
    status: 502,
    retryable: true,
  },
  UPLOAD_UNCERTAIN: {
    sentence:
      'The connection to {gateway} broke while it checked {file}, and it does not tell whether it took it. Look at what it runs before you try again.',
    status: 502,
    retryable: true,
  },
  UPGRADE_NOT_RUNNING: {
    sentence:
      '{gateway} came back with revision {found}, not with {expected}. Look at its log before you try again.',
    status: 502,
    retryable: false,
  },
  KEY_UNUSABLE: {
    sentence: '{file} cannot be trusted as a key: {why}. Choose an Ed25519 public key as a PEM file.',
    status: 400,
    retryable: false,
  },
  KEY_KNOWN: { sentence: 'This key is trusted already, as {name}.', status: 409, retryable: false },
  KEY_NAME_TAKEN: {
    sentence: 'Another key is called {name}. Choose another name.',
    status: 409,
    retryable: false,
  },
  SITE_START_FAILED: {
    sentence: 'The embedded gateway did not start: {why}',
    status: 500,
    retryable: true,
  },
  SITE_STOPPED: {
    sentence: 'The embedded gateway is stopped. Start it first.',
    status: 409,
    retryable: false,
  },
  SETTINGS_SET_ASIDE: {
    sentence:
      'The {what} file could not be read and was set aside as {file}. The workbench started with defaults.',
    status: 500,
    retryable: false,
  },
} as const satisfies Record<string, ErrorRow>;
