import { expect } from 'vitest';
import type { Activity } from '../../shared/gateway-api/management-api.ts';
import type { InProcessGateway } from './in-process-gateway.ts';

/** Calls of the management API with a key, as its users make them. */
export async function managementClient(gateway: InProcessGateway, permission: 'none' | 'read' | 'write') {
  const cookie = await gateway.login();
  const made = await gateway.post(
    '/api/v1/settings/api-keys',
    { name: `${permission} key`, permissions: { system: permission } },
    cookie,
  );
  expect(made.status).toBe(200);
  const { apiKey } = (await made.json()) as { apiKey: string };
  const call = (method: string, path: string, body?: unknown) =>
    fetch(`${gateway.url}/api/v1${path}`, {
      method,
      headers: {
        'x-api-key': apiKey,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return {
    apiKey,
    cookie,
    get: (path: string) => call('GET', path),
    post: (path: string, body?: unknown) => call('POST', path, body),
    delete: (path: string) => call('DELETE', path),
    async activities(query = ''): Promise<Activity[]> {
      const answer = await call('GET', `/system/activity${query}`);
      expect(answer.status).toBe(200);
      return ((await answer.json()) as { activities: Activity[] }).activities;
    },
  };
}
