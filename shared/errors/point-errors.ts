import type { ErrorRow } from './error-row.ts';

/** What the configuration of points (driver instances, addresses, routes, logics) refuses. */
export const pointErrors = {
  POINT_NOT_FOUND: {
    sentence: '{what} "{key}" does not exist on this gateway.',
    status: 404,
    retryable: false,
  },
  POINT_AMBIGUOUS: {
    sentence: 'Several {what} are called "{key}". Use the id instead, or an alias.',
    status: 409,
    retryable: false,
  },
  POINT_ID_TAKEN: {
    sentence: 'The id "{id}" is used by {other} already. Choose another one, or none and one is made.',
    status: 409,
    retryable: false,
  },
  POINT_REFERENCE_BROKEN: {
    sentence: '{what} {why}. Nothing was changed.',
    status: 409,
    retryable: false,
  },
  POINT_SETTINGS_INVALID: {
    sentence: '{what} cannot be used: {why}. Nothing was changed.',
    status: 400,
    retryable: false,
  },
  POINT_STILL_USED: {
    sentence:
      'The logic "{logic}" runs at changes of "{address}". Change the logic first; nothing was changed.',
    status: 409,
    retryable: false,
  },
  ROUTE_INVALID: {
    sentence: 'The route "{name}" {why}. Nothing was changed.',
    status: 400,
    retryable: false,
  },
  EXPRESSION_INVALID: {
    sentence: 'The JSONata of "{name}" cannot be read: {why}.',
    status: 400,
    retryable: false,
  },
  SCHEDULE_INVALID: {
    sentence: 'The schedule of "{name}" cannot be used: {why}.',
    status: 400,
    retryable: false,
  },
  LOGIC_CANNOT_RUN: {
    sentence: 'The logic "{name}" cannot be started: {why}.',
    status: 409,
    retryable: false,
  },
} as const satisfies Record<string, ErrorRow>;
