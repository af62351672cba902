import type { ErrorRow } from './error-row.ts';

/** Target state, sensors, reports and logs of a fleet's agents. */
export const fleetStateErrors = {
  TARGET_STATE_EXISTS: {
    sentence: 'This agent has a target state already, version {version}. Replace it with PUT.',
    status: 409,
    retryable: false,
  },
  TARGET_STATE_MISSING: {
    sentence: 'This agent has no target state. Make one with POST or PUT.',
    status: 404,
    retryable: false,
  },
  TARGET_STATE_CHANGED: {
    sentence: 'Somebody has changed the target state meanwhile. Read it again, then repeat the change.',
    status: 412,
    retryable: false,
  },
  TARGET_STATE_NOT_HELD: {
    sentence: 'Nothing of the target state is held back: version {version} is live.',
    status: 409,
    retryable: false,
  },
  TARGET_VERSION_NOT_FOUND: {
    sentence: 'Version {version} of this target state is not there, or not any more. Look at its history.',
    status: 404,
    retryable: false,
  },
  TARGET_STATE_SELF_UPDATE: {
    sentence:
      'config.agent.version would make the agent replace itself by version {version}. Leave it out, or give the version that runs.',
    status: 400,
    retryable: false,
  },
  STATE_NOT_REPORTED: {
    title: 'No state reported yet',
    sentence: 'This agent has not reported its state yet. Wait until it is online.',
    status: 404,
    retryable: true,
  },
  REPORT_UNREADABLE: {
    sentence: 'The report cannot be used: {what}. Send {uuid: report} with the own uuid.',
    status: 400,
    retryable: false,
  },
  SENSOR_INVALID: {
    title: 'Validation failed',
    sentence: 'The sensor cannot be used: {what}.',
    status: 400,
    retryable: false,
  },
  SENSOR_NOT_FOUND: {
    title: 'Device not found',
    sentence: 'This agent has no sensor {name}.',
    status: 404,
    retryable: false,
  },
  SENSOR_NAME_TAKEN: {
    sentence: 'This agent has a sensor {name} already. Choose another name.',
    status: 409,
    retryable: false,
  },
  LOG_LINES_TOO_MANY: {
    sentence: 'The batch has more than {limit} lines. Nothing was kept; send fewer at once.',
    status: 413,
    retryable: false,
  },
} as const satisfies Record<string, ErrorRow>;
