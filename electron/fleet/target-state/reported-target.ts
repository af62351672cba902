import type { Report } from '#shared/fleet-api/report.ts';

/**
 * What an agent reports, in the form of a target state, to be compared with one. In a report the uuid of a sensor is `id`, and its
 * connection is JSON in `connectionString` (wire §3.2).
 */
export function reportedTarget({ apps, config }: Report): { apps: unknown; config: Record<string, unknown> } {
  const endpoints = config?.endpoints;
  return {
    apps: Array.isArray(apps) ? Object.fromEntries(apps.map(keyedApp)) : (apps ?? {}),
    config: { ...config, ...(Array.isArray(endpoints) && { endpoints: endpoints.map(endpointOf) }) },
  };
}

const keyedApp = (app: Record<string, unknown>, index: number): [string, unknown] => [
  typeof app.appId === 'string' || typeof app.appId === 'number' ? String(app.appId) : String(index),
  app,
];

function endpointOf(reported: unknown): unknown {
  if (typeof reported !== 'object' || reported === null) return reported;
  const { id, connectionString, ...rest } = reported as Record<string, unknown>;
  const connection = connectionOf(connectionString);
  return { ...rest, ...(id !== undefined && { uuid: id }), ...(connection !== undefined && { connection }) };
}

function connectionOf(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
