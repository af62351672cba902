import type { ErrorRow } from './error-row.ts';

/** What the fleet backend refuses about agents, fleets and groups. */
export const fleetAgentErrors = {
  TAGS_TOO_MANY: {
    sentence: 'An agent has {limit} tags at most. Remove some that are not needed first.',
    status: 400,
    retryable: false,
  },
  TAG_NOT_FOUND: { sentence: 'This agent has no tag "{key}".', status: 404, retryable: false },
  FLEET_NAME_TAKEN: {
    sentence: 'There is a fleet named "{name}" already. Choose another name.',
    status: 409,
    retryable: false,
  },
  FLEET_NOT_EMPTY: {
    sentence:
      'This fleet has {agents} agents. Move them to another fleet first, or delete it with force=true; its agents then belong to none.',
    status: 409,
    retryable: false,
  },
  GROUP_NOT_FOUND: { sentence: 'There is no such group.', status: 404, retryable: false },
  GROUP_NAME_TAKEN: {
    sentence: 'There is a group named "{name}" already. Choose another name.',
    status: 409,
    retryable: false,
  },
} as const satisfies Record<string, ErrorRow>;
