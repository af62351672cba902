import type { ErrorRow } from './error-row.ts';

/** What the gateway refuses or reports while it maintains itself. */
export const gatewayErrors = {
  LOGIN_INVALID: { sentence: 'Invalid username or password', status: 401, retryable: false },
  LOGIN_LOCKED: {
    sentence: 'Too many failed logins for this name. Wait {seconds} s before the next try.',
    status: 429,
    retryable: true,
  },
  SESSION_MISSING: { sentence: 'Forbidden', status: 403, retryable: false },
  ADMINISTRATOR_NEEDED: {
    sentence: 'This account may look and download only. Log in as an administrator to do this.',
    status: 403,
    retryable: false,
  },
  CROSS_SITE_REFUSED: {
    sentence: 'This request came from another web site and was refused.',
    status: 403,
    retryable: false,
  },
  REQUEST_INVALID: {
    title: 'Invalid request',
    sentence: 'The request cannot be used: {what}.',
    status: 400,
    retryable: false,
  },
  NOT_FOUND: { sentence: '{what} does not exist on this gateway.', status: 404, retryable: false },
  UPLOAD_NO_FILE: {
    sentence: 'The upload held no file. Send one file as multipart/form-data.',
    status: 500,
    retryable: false,
  },
  UPLOAD_TOO_MANY_FILES: {
    sentence: 'The upload held more than {limit} files. Nothing was changed; send fewer.',
    status: 500,
    retryable: false,
  },
  UPLOAD_INTERRUPTED: {
    sentence: 'The upload broke off before the whole file had arrived. Nothing was changed; send it again.',
    status: 500,
    retryable: true,
  },
  UPLOAD_TOO_LARGE: {
    sentence:
      'The upload has more than {limit} bytes, which is the most this gateway takes. Nothing was changed.',
    status: 500,
    retryable: false,
  },
  UPLOAD_UNKNOWN: {
    sentence:
      'There is no such upload on this gateway. It may have been given up or its time is over. Send the file again.',
    status: 404,
    retryable: false,
  },
  UPLOAD_UNFINISHED: {
    sentence:
      'The upload is not finished: {bytes} of {total} bytes have arrived. Nothing was changed; send the rest first.',
    status: 500,
    retryable: true,
  },
  UPLOAD_TOO_MANY: {
    sentence: 'There are {count} uploads already. Finish some of them or give them up first.',
    status: 429,
    retryable: true,
  },
  IDENTIFY_IMPOSSIBLE: {
    sentence:
      'This gateway has no light to blink, and no workbench hosts it. It was started without an identify command.',
    status: 500,
    retryable: false,
  },
  IDENTIFY_FAILED: {
    sentence:
      'The command that identifies this gateway failed: {why}. Check the command it was started with.',
    status: 500,
    retryable: true,
  },
  ACCOUNT_NAME_TAKEN: {
    sentence: 'There is an account named {username} already. Choose another name.',
    status: 400,
    retryable: false,
  },
  ACCOUNT_LAST_ADMINISTRATOR: {
    sentence:
      '{username} is the only administrator. Without one nobody could maintain this gateway; make another one first.',
    status: 400,
    retryable: false,
  },
  ACCOUNT_OLD_PASSWORD: {
    sentence: 'The old password is not right. Nothing was changed.',
    status: 400,
    retryable: false,
  },
  FOLDER_IN_USE: {
    sentence:
      'The data folder {folder} is in use already. Stop the program that uses it or choose another folder.',
    status: 500,
    retryable: true,
  },
  DISK_FULL: {
    sentence:
      'The gateway had no space left on its disk while {doing}. Nothing was changed; free some space and try again.',
    status: 500,
    retryable: false,
  },
  PIPELINE_BUSY: {
    sentence: 'The gateway is busy with another {running}. Try again when it has ended.',
    status: 500,
    retryable: true,
  },
  RESTORE_RUNNING: { sentence: 'System is restoring...', status: 500, retryable: true },
  REVISION_RUNNING: {
    sentence: '{file} holds revision {revision}, which is the one that runs already.',
    status: 500,
    retryable: false,
  },
  REVISION_OLDER: {
    sentence:
      '{file} holds revision {revision}, which is older than the running {running}. Going back has to be allowed explicitly.',
    status: 500,
    retryable: false,
  },
  LAUNCHER_TOO_OLD: {
    sentence:
      '{file} needs launcher {needed} or newer; this gateway has {launcher}. Update the launcher (the firmware) first.',
    status: 500,
    retryable: false,
  },
  UPGRADE_ROLLED_BACK: {
    sentence:
      'The new revision {to} did not become healthy within {seconds} s: {why}. The gateway runs {from} again.',
    status: 500,
    retryable: false,
  },
  FIRMWARE_ROLLED_BACK: {
    sentence: 'Firmware {to} was not taken up: {why}. The gateway runs firmware {from}.',
    status: 500,
    retryable: false,
  },
  FIRMWARE_COMMAND_FAILED: {
    sentence:
      'The installer of this machine did not take {file}: {why}. What it said is in the log of this job. The gateway runs firmware {from}.',
    status: 500,
    retryable: false,
  },
  FIRMWARE_UNHEALTHY: {
    sentence:
      'The installer of this machine took {to}, but the gateway was not healthy afterwards: {why}. Whether the firmware before comes back is up to that installer; check the machine.',
    status: 500,
    retryable: false,
  },
  FIRMWARE_REPLACED: {
    sentence: 'A newer upload replaced this firmware before the gateway was rebooted. That one counts.',
    status: 500,
    retryable: false,
  },
  RESTORE_UNHEALTHY: {
    sentence:
      'The backup was restored, but the gateway did not become healthy afterwards: {why}. Restore the snapshot that was taken before it.',
    status: 500,
    retryable: false,
  },
  JOB_INTERRUPTED: {
    sentence: 'The gateway stopped while it was {phase}. Nothing was changed; it runs as before. Try again.',
    status: 500,
    retryable: true,
  },
  BACKUP_PART_MISSING: {
    sentence: '{file} holds no {part}. It is not a complete backup; nothing was changed. Choose another one.',
    status: 500,
    retryable: false,
  },
  BACKUP_PART_INVALID: {
    sentence: '{file}: {part} cannot be used: {what}. Nothing was changed; choose another backup.',
    status: 500,
    retryable: false,
  },
  BACKUP_NO_ADMINISTRATOR: {
    sentence:
      '{file} holds no administrator account. Restoring it would lock everybody out, so nothing was changed. Choose another backup.',
    status: 500,
    retryable: false,
  },
  SNAPSHOT_NOT_VERIFIED: {
    sentence:
      'The snapshot was written but could not be read back: {why}. It was not kept; nothing else was changed. Try again.',
    status: 500,
    retryable: true,
  },
  GATEWAY_INTERNAL: {
    sentence: 'The gateway failed in a way it did not expect. Its log has the details.',
    status: 500,
    retryable: true,
  },
} as const satisfies Record<string, ErrorRow>;
