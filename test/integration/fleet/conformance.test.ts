import { expect, test } from 'vitest';
import { inProcessFleet } from '../../fakes/in-process-fleet.ts';
import { startPrismProxy } from '../../fakes/prism-proxy.ts';
import { scriptedAgent } from '../../fakes/scripted-agent.ts';

/**
 * The served OpenAPI document is true: Stoplight's Prism stands between, and turns every request and every answer that the document
 * does not allow into a failure of its own.
 */

const document = {
  version: '1.0',
  steps: [{ name: 'hello', type: 'runCommand', input: { command: 'echo,hello' } }],
};

test('a day of a site passes a validating proxy', async () => {
  const fleet = await inProcessFleet();
  const { json: openApi } = await fleet.ask('/docs/openapi.json', null);
  fleet.askVia(await startPrismProxy(openApi, fleet.url));
  const owner = await fleet.owner();
  const seen: string[] = [];
  /** Through the proxy; `status` is what the backend is expected to say. */
  const ask = async (
    status: number,
    path: string,
    token: string | null,
    more: Parameters<typeof fleet.ask>[2] = {},
  ) => {
    const answer = await fleet.ask(path, token, more);
    expect(answer.status, `${more.method ?? ''} ${path}: ${answer.text}`).toBe(status);
    seen.push(path);
    return answer.json;
  };
  for (const path of ['/', '/health', '/metrics', '/docs']) await ask(200, path, null);
  await ask(200, '/api/v1/auth/me', owner);
  await ask(200, '/api/v1/users/me/permissions', owner);
  const user = { username: 'Ann', email: 'ann@example.com', password: 'a long one', role: 'operator' };
  const { id } = await ask(201, '/api/v1/users', owner, { body: user });
  await ask(409, '/api/v1/users', owner, { body: user });
  await ask(200, '/api/v1/users', owner);
  await ask(200, `/api/v1/users/${id}`, owner, { method: 'PUT', body: { role: 'manager' } });
  await ask(404, '/api/v1/users/nobody', owner);
  const { key } = await ask(201, '/api/v1/auth/api-keys', owner, { body: { name: 'robot', role: 'viewer' } });
  await ask(200, '/api/v1/auth/api-keys', owner);
  await ask(403, '/api/v1/users', null, { headers: { 'x-api-key': key.key } });
  await ask(201, '/api/v1/auth/invites', owner, { body: { email: 'bob@example.com' } });
  await ask(200, '/api/v1/auth/invites', owner);
  await ask(202, '/api/v1/auth/password/reset', null, { body: { email: 'nobody@example.com' } });

  const made = await ask(201, '/api/v1/provision/keys', owner, { body: { maxDevices: 5 } });
  await ask(200, '/api/v1/provision/keys', owner);
  await ask(401, '/api/v1/provision/agent', null, { body: { provisioningKey: 'x', deviceName: 'pump' } });
  await ask(201, '/api/v1/provision/agent', null, {
    body: { provisioningKey: made.key, deviceName: 'pump' },
  });
  const agent = scriptedAgent(fleet);
  expect((await agent.provision(made.key)).status).toBe(200);
  for (const path of ['/ping', '/key-status', '/rotation-history'])
    expect((await agent.ask(path)).status, path).toBe(200);

  const jobs = `/api/v1/agents/${agent.uuid}/jobs`;
  const { job } = await ask(201, jobs, owner, { body: { job_name: 'hello', job_document: document } });
  const withKey = { headers: { 'x-device-api-key': agent.deviceKey } };
  await ask(200, `${jobs}/next`, null, withKey);
  const report = { status: 'SUCCEEDED', exit_code: 0, stdout: 'hello' };
  await ask(200, `${jobs}/${job.job_id}/status`, null, { ...withKey, method: 'PATCH', body: report });
  await ask(404, `${jobs}/next`, null, withKey);
  await ask(409, `${jobs}/${job.job_id}/cancel`, owner, { method: 'POST' });
  for (const path of [jobs, `${jobs}/${job.job_id}`, '/api/v1/jobs/executions', '/api/v1/jobs/templates'])
    await ask(200, path, owner);

  const target = `/api/v1/agents/${agent.uuid}/target-state`;
  await ask(200, target, owner);
  await ask(200, `/api/v1/device/${agent.uuid}/state`, null, withKey);
  await ask(404, `/api/v1/agents/${agent.uuid}/current-state`, owner);
  const state = {
    [agent.uuid]: { apps: {}, is_online: true, version: 1, cpu_usage: 3.5, memory_usage: 100 },
  };
  await ask(200, '/api/v1/device/state', null, { ...withKey, method: 'PATCH', body: state });
  for (const path of ['current-state', 'metrics', 'logs', 'logs/services', 'devices', 'device-health']) {
    await ask(200, `/api/v1/agents/${agent.uuid}/${path}`, owner);
  }
  await ask(200, '/api/v1/auth/mqtt-users', owner);
  await ask(200, '/api/v1/audit/events?limit=500', owner);
  await ask(200, '/api/v1/audit/verify', owner);
  await ask(200, '/api/v1/auth/logout', owner, { body: {} });
  expect(seen.length).toBeGreaterThan(35);
}, 60_000);

test('the proxy would find what the document does not allow', async () => {
  const fleet = await inProcessFleet();
  const { json: openApi } = await fleet.ask('/docs/openapi.json', null);
  const lying = structuredClone(openApi);
  lying.paths['/health'].get.responses['200'].content['application/json'].schema.properties.uptime = {
    type: 'string',
  };
  fleet.askVia(await startPrismProxy(lying, fleet.url));
  const answer = await fleet.ask('/health', null);
  expect(answer.status).toBe(500);
  expect(answer.text).toContain('VIOLATIONS');
});
