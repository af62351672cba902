import { failure } from '#shared/errors/failure.ts';
import type { Handlers } from '../http/call.ts';
import { openEventStream } from './event-stream.ts';
import type { Jobs } from './jobs.ts';

const unknownJob = () => ({ failure: failure('NOT_FOUND', { what: 'This job' }) });

export const jobCalls = (jobs: Jobs, heartbeatMs: number): Pick<Handlers, 'jobs' | 'job' | 'jobEvents'> => ({
  jobs: () => ({ status: 200, body: { jobs: jobs.newest() } }),
  job({ params }) {
    const job = jobs.get(params.id);
    return job === null ? unknownJob() : { status: 200, body: job };
  },
  jobEvents({ params, headers }) {
    if (jobs.get(params.id) === null) return unknownJob();
    const body = openEventStream(jobs, params.id, lastEventId(headers['last-event-id']), heartbeatMs);
    return { status: 200, body, headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' } };
  },
});

/** Anything that is not one of our numbers starts from the first event. */
const lastEventId = (header: string | string[] | undefined): number =>
  typeof header === 'string' && /^\d{1,9}$/.test(header) ? Number(header) : 0;
