import type { ErrorRow } from './error-row.ts';

/** Updates from a feed, and the licence that they need (contract §4). */
export const updateErrors = {
  UPDATE_NO_FEED: {
    sentence: 'No update feed is set. Enter a folder or an http(s) address in the settings of the gateway.',
    status: 500,
    retryable: false,
  },
  UPDATE_FEED_UNREACHABLE: {
    sentence:
      'The update feed {feed} cannot be read: {why}. Nothing was changed; check the address or the stick.',
    status: 500,
    retryable: true,
  },
  UPDATE_FEED_INVALID: {
    sentence:
      'The update feed {feed} cannot be used: {what}. Nothing was changed; tell whoever makes the feed.',
    status: 500,
    retryable: false,
  },
  UPDATE_FEED_UNSIGNED: {
    sentence:
      'The update feed {feed} is not signed, and this gateway takes signed updates only. Nothing was changed.',
    status: 500,
    retryable: false,
  },
  UPDATE_FEED_STRANGER: {
    sentence:
      'The update feed {feed} is signed with a key that is not trusted here, or was changed after it was signed. Nothing was changed.',
    status: 500,
    retryable: false,
  },
  UPDATE_NOT_NEWER: {
    sentence: 'There is no update: the feed has {latest}, and this gateway runs {running}.',
    status: 500,
    retryable: false,
  },
  UPDATE_INTERRUPTED: {
    sentence: 'The download of {file} broke off: {why}. Nothing was changed; try again.',
    status: 500,
    retryable: true,
  },
  UPDATE_WRONG_SIZE: {
    sentence: '{file} should have {expected} bytes, but has {bytes}. It was not kept; nothing was changed.',
    status: 500,
    retryable: true,
  },
  UPDATE_TOO_LARGE: {
    sentence: '{file} should have {expected} bytes, but has more. It was not kept; nothing was changed.',
    status: 500,
    retryable: true,
  },
  UPDATE_WRONG_HASH: {
    sentence:
      '{file} is not the file that the feed announces: its SHA-256 differs. It was not kept; nothing was changed.',
    status: 500,
    retryable: true,
  },
  UPDATE_WRONG_REVISION: {
    sentence:
      '{file} holds revision {revision}, but the feed announces {version}. It was not kept; nothing was changed.',
    status: 500,
    retryable: false,
  },
  UPDATES_EXPIRED: {
    // Word for word as management-api.txt has it.
    sentence: 'Updates expired. Please renew your license.',
    status: 403,
    retryable: false,
  },
  LICENSE_NEEDED: {
    sentence:
      'This gateway gets updates with a licence only, and none is entered. Enter the licence key first.',
    status: 403,
    retryable: false,
  },
  // Word for word as management-api.txt has it.
  LICENSE_INVALID: { sentence: 'Invalid license key', status: 401, retryable: false },
  LICENSE_SERVER: {
    sentence:
      'The licence server {server} cannot be asked: {why}. The licence is as before; try again later.',
    status: 500,
    retryable: true,
  },
} as const satisfies Record<string, ErrorRow>;
