import type { ErrorRow } from './error-row.ts';

/** What keeps the fleet backend from using its database. */
export const fleetStoreErrors = {
  FLEET_DATABASE_UNREACHABLE: {
    sentence: 'The database {database} cannot be opened: {why}. Check where it is and who may use it.',
    status: 503,
    retryable: true,
  },
  FLEET_DATABASE_IN_USE: {
    sentence:
      'Another fleet backend works with the database {database}. Stop that one first, or choose another database.',
    status: 503,
    retryable: true,
  },
  FLEET_DATABASE_DAMAGED: {
    sentence:
      'The database {database} is damaged: {what}. Nothing was changed. Keep the file, put a backup in its place and start again.',
    status: 500,
    retryable: false,
  },
  FLEET_DATABASE_NEWER: {
    sentence:
      'The database {database} was made by a newer version (schema {found}; this one knows up to {known}). Nothing was changed. Install the newer version again, or put an older backup in its place.',
    status: 500,
    retryable: false,
  },
  FLEET_DATABASE_FOREIGN: {
    sentence:
      'The database {database} belongs to another program or version: its step {step} is "{found}", not "{expected}". Nothing was changed. Choose another database.',
    status: 500,
    retryable: false,
  },
  FLEET_BACKUP_WITH_PG_DUMP: {
    sentence: 'The fleet is kept in PostgreSQL, which has its own way to be backed up. Use pg_dump there.',
    status: 501,
    retryable: false,
  },
  TEXT_NOT_STORABLE: {
    sentence: 'The text holds a NUL character, which cannot be stored. Take it out and send it again.',
    status: 400,
    retryable: false,
  },
  DATABASE_UNAVAILABLE: {
    sentence:
      'The database does not answer right now. Try again in a few seconds, and look first whether the change was kept.',
    status: 503,
    retryable: true,
  },
} as const satisfies Record<string, ErrorRow>;
