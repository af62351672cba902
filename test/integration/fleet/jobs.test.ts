import { expect, test } from 'vitest';
import { agentPrefix } from '../../../shared/mqtt/agent-topics.ts';
import { describeOnEachDatabase, type NewPlace } from '../../fakes/each-database.ts';
import { eventually } from '../../fakes/eventually.ts';
import { inProcessFleet } from '../../fakes/in-process-fleet.ts';
import { scriptedAgent } from '../../fakes/scripted-agent.ts';

const document = {
  version: '1.0',
  steps: [{ name: 'hello', type: 'runCommand', input: { command: 'echo,hello' } }],
};
const execute = '/api/v1/jobs/execute';
const executions = '/api/v1/jobs/executions';

interface Execution {
  agent_uuid: string;
  status: string;
  execution_number: number;
}

async function site(newPlace: NewPlace, options: Parameters<typeof inProcessFleet>[0] = {}) {
  const fleet = await inProcessFleet({ place: await newPlace(), ...options });
  const owner = await fleet.owner();
  const operator = await fleet.user('operator');
  const device = async () => {
    const { uuid, key } = await fleet.agent();
    return {
      uuid,
      next: () => fleet.ask(`/api/v1/agents/${uuid}/jobs/next`, key),
      report: (jobId: string, body: object) =>
        fleet.ask(`/api/v1/agents/${uuid}/jobs/${jobId}/status`, key, { method: 'PATCH', body }),
    };
  };
  const submit = async (uuid: string, body: object = {}) => {
    const order = { job_name: 'say hello', job_document: document, ...body };
    const answer = await fleet.ask(`/api/v1/agents/${uuid}/jobs`, operator, { body: order });
    expect(answer.status, answer.text).toBe(201);
    return answer.json.job as { job_id: string; status: string };
  };
  const statuses = async (jobId: string): Promise<Record<string, string>> => {
    const { json } = await fleet.ask(`${executions}/${jobId}`, operator);
    return Object.fromEntries(json.device_statuses.map((one: Execution) => [one.agent_uuid, one.status]));
  };
  return { fleet, owner, operator, device, submit, statuses };
}

const code = (status: number, name: string) => ({ status, json: { code: name } });

describeOnEachDatabase('jobs', (newPlace) => {
  test('submitted, fetched, reported, and every step of it in the audit log', async () => {
    const { fleet, owner, operator, device, submit } = await site(newPlace);
    const agent = await device();
    expect(await agent.next()).toMatchObject({
      status: 404,
      json: { error: 'No pending jobs', code: 'no_pending_jobs' },
    });
    const job = await submit(agent.uuid);
    expect(job).toMatchObject({
      status: 'QUEUED',
      total_devices: 1,
      created_by: expect.stringContaining('operator'),
    });
    const next = await agent.next();
    expect(next).toMatchObject({
      status: 200,
      json: { job_id: job.job_id, job_name: 'say hello', job_document: document, timeout_seconds: 3600 },
    });
    // Fetched again before it is done: the same one.
    expect((await agent.next()).json.job_id).toBe(job.job_id);
    const path = `/api/v1/agents/${agent.uuid}/jobs/${job.job_id}`;
    expect((await fleet.ask(path, operator)).json).toMatchObject({
      job: { status: 'IN_PROGRESS', in_progress_devices: 1 },
      device_statuses: [{ status: 'IN_PROGRESS', execution_number: 1 }],
    });
    const done = await agent.report(job.job_id, {
      ...{
        status: 'SUCCEEDED',
        exit_code: 0,
        stdout: 'hello\n',
        executed_steps: 1,
        status_details: { took: 3 },
      },
    });
    expect(done).toMatchObject({
      status: 200,
      json: { status: 'SUCCEEDED', stdout: 'hello\n', version_number: 3 },
    });
    // The same once more, since its answer may have been lost; anything else comes too late.
    expect((await agent.report(job.job_id, { status: 'SUCCEEDED' })).status).toBe(200);
    expect(await agent.report(job.job_id, { status: 'FAILED' })).toMatchObject(code(409, 'job_ended'));
    expect((await fleet.ask(path, operator)).json.job).toMatchObject({
      status: 'SUCCEEDED',
      succeeded_devices: 1,
    });
    const list = await fleet.ask(`/api/v1/agents/${agent.uuid}/jobs`, operator);
    expect(list.json).toMatchObject({
      agent_uuid: agent.uuid,
      total: 1,
      page: 1,
      totalPages: 1,
      jobs: [{ job_name: 'say hello' }],
    });
    const { json } = await fleet.ask(
      '/api/v1/audit/events?eventTypes=job.submitted,job.queued,job.started,job.succeeded',
      owner,
    );
    const events = json.events.map(({ event_type, actor_type }: Record<string, string>) => [
      event_type,
      actor_type,
    ]);
    expect(events).toEqual([
      ['job.succeeded', 'device'],
      ['job.started', 'device'],
      ['job.queued', 'user'],
      ['job.submitted', 'user'],
    ]);
  });

  test('many agents, by name or all of them; each counts', async () => {
    const { fleet, operator, device, statuses } = await site(newPlace);
    const [one, two, three] = [await device(), await device(), await device()];
    await fleet.agent(await fleet.otherTenant());
    const order = { job_name: 'all', job_document: document };
    const all = await fleet.ask(execute, operator, { body: { ...order, target_type: 'all' } });
    expect(all.json.job).toMatchObject({ total_devices: 3, target_type: 'all' });
    const { job_id } = all.json.job;
    await one.next();
    await one.report(job_id, { status: 'SUCCEEDED' });
    await two.report(job_id, { status: 'REJECTED', reason: 'not now' });
    expect(await statuses(job_id)).toEqual({
      [one.uuid]: 'SUCCEEDED',
      [two.uuid]: 'REJECTED',
      [three.uuid]: 'QUEUED',
    });
    const shown = await fleet.ask(`${executions}/${job_id}`, operator);
    expect(shown.json.job).toMatchObject({ status: 'IN_PROGRESS', succeeded_devices: 1, failed_devices: 1 });
    const named = { ...order, target_type: 'device', target_agents: [one.uuid, three.uuid] };
    expect((await fleet.ask(execute, operator, { body: named })).json.job.total_devices).toBe(2);
    expect((await fleet.ask(executions, operator)).json).toMatchObject({ total: 2, jobs: [{}, {}] });
    // A group is a filter of agents, as lists and groups have it.
    const group = {
      ...order,
      target_type: 'group',
      target_filter: { any: [{ field: 'uuid', is: two.uuid }] },
    };
    const grouped = await fleet.ask(execute, operator, { body: group });
    expect(await statuses(grouped.json.job.job_id)).toEqual({ [two.uuid]: 'QUEUED' });
    const useless = { ...group, target_filter: { colour: 'red' } };
    expect(await fleet.ask(execute, operator, { body: useless })).toMatchObject(code(400, 'job_unusable'));
    const stranger = (await fleet.agent(await fleet.otherTenant())).uuid;
    const foreign = { ...named, target_agents: [one.uuid, stranger] };
    expect(await fleet.ask(execute, operator, { body: foreign })).toMatchObject(code(404, 'agent_not_found'));
  });

  test('jobs of another tenant, and of another agent, are not there (OWASP API1:2023)', async () => {
    const { fleet, device, submit } = await site(newPlace);
    const [agent, other] = [await device(), await device()];
    const job = await submit(agent.uuid);
    const stranger = await fleet.user('owner', await fleet.otherTenant());
    for (const path of [`${executions}/${job.job_id}`, `/api/v1/agents/${agent.uuid}/jobs/${job.job_id}`]) {
      expect(await fleet.ask(path, stranger)).toMatchObject(code(404, 'job_not_found'));
      expect(await fleet.ask(`${path}/cancel`, stranger, { method: 'POST' })).toMatchObject(
        code(404, 'job_not_found'),
      );
    }
    expect(await fleet.ask(`/api/v1/agents/${agent.uuid}/jobs`, stranger)).toMatchObject(
      code(404, 'agent_not_found'),
    );
    expect(await other.report(job.job_id, { status: 'SUCCEEDED' })).toMatchObject(code(404, 'job_not_found'));
    expect((await other.next()).status).toBe(404);
  });

  test('canceled while it waits and while it runs; what comes after that is too late', async () => {
    const { fleet, operator, device, submit, statuses } = await site(newPlace);
    const agent = await device();
    const [first, second] = [await submit(agent.uuid), await submit(agent.uuid)];
    await agent.next();
    const cancel = (id: string) =>
      fleet.ask(`/api/v1/agents/${agent.uuid}/jobs/${id}/cancel`, operator, { method: 'POST' });
    expect(await cancel(second.job_id)).toMatchObject({ status: 200, json: { job: { status: 'CANCELED' } } });
    expect((await cancel(first.job_id)).status).toBe(200);
    expect(await cancel(first.job_id)).toMatchObject(code(409, 'job_ended'));
    expect(await statuses(first.job_id)).toEqual({ [agent.uuid]: 'CANCELED' });
    expect(await agent.report(first.job_id, { status: 'SUCCEEDED' })).toMatchObject(code(409, 'job_ended'));
    expect((await agent.next()).status).toBe(404);
    const path = `/api/v1/jobs/${first.job_id}`;
    const manager = await fleet.user('manager');
    const open = await submit(agent.uuid);
    expect(await fleet.ask(`/api/v1/jobs/${open.job_id}`, manager, { method: 'DELETE' })).toMatchObject(
      code(400, 'job_still_open'),
    );
    expect((await fleet.ask(path, manager, { method: 'DELETE' })).status).toBe(200);
    expect((await fleet.ask(`${executions}/${first.job_id}`, operator)).status).toBe(404);
  });

  test('what takes longer than it may is timed out, also over a restart', async () => {
    const clock = { now: Date.now() };
    const { fleet, device, submit } = await site(newPlace, { options: { now: () => clock.now } });
    const agent = await device();
    const job = await submit(agent.uuid, { timeout_minutes: 5 });
    clock.now += 60 * 60_000;
    await agent.next();
    clock.now += 5 * 60_000 + 1;
    await fleet.restart();
    // The sign-ins of before have expired with the clock.
    const operator = await fleet.user('operator');
    const { json } = await fleet.ask(`${executions}/${job.job_id}`, operator);
    expect(json.job.status).toMatch(/IN_PROGRESS|TIMED_OUT/);
    await eventually(
      async () => (await fleet.ask(`${executions}/${job.job_id}`, operator)).json.job.status,
    ).toBe('TIMED_OUT');
  });

  test('a recurring job is given out again and again, to whoever has ended the run before', async () => {
    const clock = { now: Date.parse('2026-12-01T10:00:00Z') };
    const { fleet, device } = await site(newPlace, { options: { now: () => clock.now } });
    const agent = await device();
    const operator = await fleet.user('operator');
    const order = {
      ...{
        job_name: 'often',
        job_document: document,
        target_type: 'all',
        execution_type: 'recurring',
        max_executions: 2,
      },
      schedule: { type: 'interval', intervalMinutes: 10 },
    };
    const made = await fleet.ask(execute, operator, { body: order });
    expect(made.json.job).toMatchObject({ next_run_at: '2026-12-01T10:10:00.000Z', total_devices: 1 });
    const { job_id } = made.json.job;
    await agent.next();
    await agent.report(job_id, { status: 'SUCCEEDED' });
    expect((await agent.next()).status).toBe(404);
    clock.now += 10 * 60_000;
    await eventually(async () => (await agent.next()).status).toBe(200);
    await agent.report(job_id, { status: 'FAILED', exit_code: 1 });
    const after = await fleet.ask(`${executions}/${job_id}`, operator);
    expect(after.json.job).toMatchObject({ status: 'FAILED', next_run_at: null, failed_devices: 1 });
    expect(after.json.device_statuses.map((one: Execution) => one.execution_number)).toEqual([2, 1]);
    const useless = { ...order, schedule: { type: 'cron', cronExpression: 'never' } };
    expect(await fleet.ask(execute, operator, { body: useless })).toMatchObject(code(400, 'job_unusable'));
  });

  test('templates: kept, used, changed, removed; jobs that were made of them stay as they are', async () => {
    const { fleet, device, submit } = await site(newPlace);
    const manager = await fleet.user('manager');
    const templates = '/api/v1/jobs/templates';
    const agent = await device();
    const kept = await fleet.ask(templates, manager, { body: { name: 'hello', job_document: document } });
    expect(kept.status).toBe(201);
    expect(
      await fleet.ask(templates, manager, { body: { name: 'hello', job_document: document } }),
    ).toMatchObject(code(409, 'job_name_taken'));
    const job = await submit(agent.uuid, { job_document: undefined, template_id: kept.json.id });
    const other = { operation: 'reboot', args: [] };
    const path = `${templates}/${kept.json.id}`;
    expect(
      (await fleet.ask(path, manager, { method: 'PUT', body: { name: 'hello', job_document: other } })).json
        .job_document,
    ).toMatchObject(other);
    expect((await agent.next()).json).toMatchObject({ job_id: job.job_id, job_document: document });
    expect((await fleet.ask(path, manager, { method: 'DELETE' })).status).toBe(200);
    expect(await fleet.ask(path, manager)).toMatchObject(code(404, 'job_template_not_found'));
    const handler = await fleet.ask('/api/v1/jobs/handlers', manager, {
      body: { name: 'restart', script: '#!/bin/sh\n' },
    });
    expect((await fleet.ask('/api/v1/jobs/handlers', manager)).json).toMatchObject({
      total: 1,
      handlers: [{ id: handler.json.id }],
    });
  });

  test('the same Idempotency-Key submits one job; long output is kept from its end', async () => {
    const { fleet, operator, device } = await site(newPlace);
    const agent = await device();
    const ask = () =>
      fleet.ask(`/api/v1/agents/${agent.uuid}/jobs`, operator, {
        headers: { 'idempotency-key': 'once' },
        body: { job_name: 'once', job_document: document },
      });
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(second?.json).toEqual(first?.json);
    expect((await fleet.ask(executions, operator)).json.total).toBe(1);
    await agent.next();
    const stdout = `${'x'.repeat(400_000)}\0the end`;
    const told = await agent.report(first?.json.job.job_id, { status: 'FAILED', exit_code: 3, stdout });
    expect(told.json.stdout.length).toBeLessThan(263_000);
    expect(told.json.stdout).toMatch(/^\[\d+ characters were cut off here\]\n/);
    expect(told.json.stdout.endsWith('the end')).toBe(true);
  });

  test('over MQTT: pushed, reported, and the next one pushed when that is done', async () => {
    const { fleet, operator, owner, submit, statuses } = await site(newPlace);
    const provisioning = await fleet.ask('/api/v1/provision/keys', owner, { body: {} });
    const agent = scriptedAgent(fleet);
    const registered = await agent.provision(provisioning.json.key);
    const client = await agent.connect(registered.json);
    const prefix = agentPrefix(registered.json.tenantId, agent.uuid);
    const pushed: { jobId: string; jobDocument: object; executionNumber: number }[] = [];
    client.on(
      'message',
      (_topic, payload) => void pushed.push(JSON.parse(payload.toString('utf8')).execution),
    );
    await client.subscribeAsync(`${prefix}jobs/notify-next`, { qos: 1 });
    const [first, second] = [await submit(agent.uuid), await submit(agent.uuid, { job_name: 'second' })];
    await eventually(() => pushed.at(-1)?.jobId).toBe(first.job_id);
    expect(pushed.at(-1)).toMatchObject({ jobDocument: document, executionNumber: 1 });
    const report = (jobId: string, body: object) =>
      client.publishAsync(`${prefix}jobs/${jobId}/update`, JSON.stringify(body), { qos: 1 });
    await report(first.job_id, { status: 'IN_PROGRESS' });
    // Acknowledged: so it is kept.
    expect(await statuses(first.job_id)).toEqual({ [agent.uuid]: 'IN_PROGRESS' });
    await report(first.job_id, { status: 'SUCCEEDED', exit_code: 0 });
    await eventually(() => pushed.at(-1)?.jobId).toBe(second.job_id);
    // What cannot be read or does not fit changes nothing, and cuts nobody off.
    await report(second.job_id, { status: 'WHATEVER' });
    await report('no-such-job', { status: 'FAILED' });
    await report(first.job_id, { status: 'FAILED' });
    await client.publishAsync(`${prefix}jobs/start-next`, '{}', { qos: 1 });
    expect(await statuses(second.job_id)).toEqual({ [agent.uuid]: 'IN_PROGRESS' });
    expect((await fleet.ask(`${executions}/${first.job_id}`, operator)).json.job.status).toBe('SUCCEEDED');
  });
});
