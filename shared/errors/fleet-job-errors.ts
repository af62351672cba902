import type { ErrorRow } from './error-row.ts';

/** What the fleet backend refuses about jobs. */
export const fleetJobErrors = {
  JOB_NOT_FOUND: { sentence: 'There is no such job.', status: 404, retryable: false },
  JOB_ENDED: {
    sentence: 'This job has ended already: it is {status}. Submit it again if it is to run once more.',
    status: 409,
    retryable: false,
  },
  JOB_STILL_OPEN: {
    sentence: 'This job is still open: it is {status}. Cancel it first.',
    status: 400,
    retryable: false,
  },
  JOB_UNUSABLE: { sentence: 'The job cannot be used: {why}.', status: 400, retryable: false },
  JOB_STATUS_UNUSABLE: {
    sentence: 'A job that is {from} does not become {to}.',
    status: 400,
    retryable: false,
  },
  JOB_TEMPLATE_NOT_FOUND: { sentence: 'There is no such job template.', status: 404, retryable: false },
  JOB_HANDLER_NOT_FOUND: { sentence: 'There is no such job handler.', status: 404, retryable: false },
  JOB_NAME_TAKEN: {
    sentence: 'There is one with the name "{name}" already. Choose another name.',
    status: 409,
    retryable: false,
  },
  NO_PENDING_JOBS: {
    title: 'No pending jobs',
    sentence: 'There is nothing to do for this agent.',
    status: 404,
    retryable: true,
  },
} as const satisfies Record<string, ErrorRow>;
