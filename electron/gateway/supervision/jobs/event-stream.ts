import { Readable } from 'node:stream';
import type { GatewayJobEvent } from '#shared/gateway-api/jobs.ts';
import type { Jobs } from './jobs.ts';

const wireForm = ({ id, event, data }: GatewayJobEvent): string =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * The job's events after number `after` and all that follow, as an event stream. It ends with `done`, which is sent again
 * to a client that had it already; a comment goes out every `heartbeatMs`, so that both ends notice a dead line.
 */
export function openEventStream(jobs: Jobs, jobId: string, after: number, heartbeatMs: number): Readable {
  const heartbeat = setInterval(() => stream.push(': alive\n\n'), heartbeatMs);
  const stopFollowing = jobs.follow(jobId, (event) => send(event));
  const close = () => {
    clearInterval(heartbeat);
    stopFollowing();
  };
  const stream = new Readable({
    read() {},
    destroy(error, done) {
      close();
      done(error);
    },
  });
  const send = (event: GatewayJobEvent) => {
    stream.push(wireForm(event));
    if (event.event !== 'done') return;
    close();
    stream.push(null);
  };
  // Tells proxies and clients at once that the line is open.
  stream.push(': open\n\n');
  for (const event of missedEvents(jobs, jobId, after)) send(event);
  return stream;
}

/** A job that is over always brings its end, also to a client that had it, and when the disk was too full to note it. */
function missedEvents(jobs: Jobs, jobId: string, after: number): GatewayJobEvent[] {
  const job = jobs.get(jobId);
  const missed = jobs.events(jobId, after);
  if (job?.state !== 'done' || missed.some(({ event }) => event === 'done')) return missed;
  const all = jobs.events(jobId, 0);
  const data = {
    outcome: job.outcome ?? 'interrupted',
    ...(job.reason !== null && { reason: job.reason }),
    ...(job.code !== null && { code: job.code }),
  };
  const noted = all.find(({ event }) => event === 'done');
  return [...missed, noted ?? { id: (all.at(-1)?.id ?? 0) + 1, event: 'done', data }];
}
