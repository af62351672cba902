import { expect, test } from 'vitest';
import { supervisionPackage } from '../../../fakes/archives.ts';
import { type InProcessGateway, inProcessGateway } from '../../../fakes/in-process-gateway.ts';

interface Event {
  id: number;
  event: string;
  data: Record<string, unknown>;
}

const eventsOf = (text: string): Event[] =>
  [...text.matchAll(/id: (\d+)\nevent: (\w+)\ndata: (.*)\n\n/g)].map(([, id, event, data]) => ({
    id: Number(id),
    event: event ?? '',
    data: JSON.parse(data ?? ''),
  }));

/** An upgrade that has reached the switch. */
async function upgradeJob(gateway: InProcessGateway, cookie: string): Promise<string> {
  const content = await supervisionPackage('2026.12');
  const answer = await gateway.upload('/system/upgrade', [{ name: 'p.zip', content }], cookie);
  await gateway.said('switch');
  return answer.headers.get('x-job-id') ?? '';
}

const confirm = (gateway: InProcessGateway, jobId: string) =>
  gateway.deliver({ type: 'confirmed', job: { jobId, outcome: 'succeeded', code: null, reason: null } });

const start = (deps = {}) => inProcessGateway({ boot: { allowUnsigned: true }, deps });

test('events are numbered, in the order of the phases, survive the restart and end with done', async () => {
  const gateway = await start();
  const cookie = await gateway.login();
  const id = await upgradeJob(gateway, cookie);
  await gateway.restart({ verifyingJobId: id });
  const answer = await gateway.get(`/system/jobs/${id}/events`, cookie);
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  confirm(gateway, id);
  const events = eventsOf(await answer.text());
  expect(events.map((event) => event.id)).toEqual(events.map((_, index) => index + 1));
  const phases = events.filter(({ event }) => event === 'phase').map(({ data }) => data.phase);
  expect(phases).toEqual([
    'accepted',
    'snapshot',
    'stopping-drivers',
    'installing',
    'restarting',
    'verifying',
  ]);
  expect(events.at(-1)).toMatchObject({ event: 'done', data: { outcome: 'succeeded' } });
});

test('Last-Event-ID resumes after that event; one that had all gets the end again', async () => {
  const gateway = await start();
  const cookie = await gateway.login();
  const id = await upgradeJob(gateway, cookie);
  confirm(gateway, id);
  const path = `/system/jobs/${id}/events`;
  const all = eventsOf(await (await gateway.get(path, cookie)).text());
  const later = eventsOf(await (await gateway.get(path, cookie, { 'last-event-id': '3' })).text());
  expect(later).toEqual(all.slice(3));
  const last = String(all.at(-1)?.id);
  const ended = eventsOf(await (await gateway.get(path, cookie, { 'last-event-id': last })).text());
  expect(ended).toEqual(all.slice(-1));
});

test('a job whose end could not be noted still ends its stream', async () => {
  const gateway = await start();
  const cookie = await gateway.login();
  const id = await upgradeJob(gateway, cookie);
  confirm(gateway, id);
  gateway.database((sql) => sql.exec("DELETE FROM job_events WHERE event = 'done'"));
  const events = eventsOf(await (await gateway.get(`/system/jobs/${id}/events`, cookie)).text());
  expect(events.at(-1)).toMatchObject({ event: 'done', data: { outcome: 'succeeded' } });
});

test('a quiet stream carries heartbeats', async () => {
  const gateway = await start({ heartbeatMs: 20 });
  const cookie = await gateway.login();
  const id = await upgradeJob(gateway, cookie);
  const answer = await gateway.get(`/system/jobs/${id}/events`, cookie);
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes(': alive\n\n: alive\n\n')) text += (await reader?.read())?.value ?? '';
  confirm(gateway, id);
  await reader?.cancel();
});

test('jobs are listed newest first', async () => {
  const gateway = await start();
  const cookie = await gateway.login();
  const first = await upgradeJob(gateway, cookie);
  await gateway.restart();
  gateway.sent.length = 0;
  const second = await upgradeJob(gateway, cookie);
  const { jobs } = (await (await gateway.get('/system/jobs', cookie)).json()) as { jobs: { id: string }[] };
  expect(jobs.map(({ id }) => id)).toEqual([second, first]);
  expect(jobs[1]).toMatchObject({ outcome: 'interrupted' });
});
