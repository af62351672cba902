import process from 'node:process';
import { prometheusContentType } from '#platform/metrics/prometheus-text.ts';
import { failure } from '#shared/errors/failure.ts';
import { apiBase } from '#shared/fleet-api/answers.ts';
import type { Broker } from '../broker/broker.ts';
import type { FleetStore } from '../database/tables.ts';
import type { FleetHandlers } from '../http/call.ts';
import { fleetMetrics } from './metrics.ts';

export const product = 'Gatewright Fleet';

/** What answers without a key (wire §1.0). */
export function serviceCalls(deps: {
  version: string;
  store: FleetStore;
  /** Answers by HTTP status. */
  answered: ReadonlyMap<number, number>;
  broker: Broker;
  now(): number;
}): Pick<FleetHandlers, 'serviceInfo' | 'health' | 'metrics' | 'docs' | 'openApi'> {
  const { version, store, answered, broker, now } = deps;
  return {
    serviceInfo: () => ({
      status: 200,
      body: { status: 'ok', service: product, version, apiVersion: 'v1', apiBase, documentation: '/docs' },
    }),
    async health() {
      const alive = await store.read
        .selectFrom('tenants')
        .select('id')
        .limit(1)
        .execute()
        .then(
          () => true,
          () => false,
        );
      if (!alive) return { failure: failure('DATABASE_UNAVAILABLE') };
      const body = {
        status: 'healthy' as const,
        timestamp: new Date(now()).toISOString(),
        uptime: process.uptime(),
      };
      return { status: 200, body };
    },
    async metrics() {
      const headers = { 'content-type': prometheusContentType };
      return { status: 200, headers, body: await fleetMetrics({ version, store, answered, broker }) };
    },
    // Loaded when somebody asks: most backends never show their documentation.
    async docs() {
      const { fleetDocsPage } = await import('./docs-page.ts');
      const { docsPagePolicy } = await import('#platform/docs/docs-page.ts');
      const headers = { 'content-security-policy': docsPagePolicy };
      return { status: 200, headers, body: fleetDocsPage({ product, version }) };
    },
    async openApi() {
      const { fleetOpenApi } = await import('#shared/fleet-api/openapi.ts');
      return { status: 200, body: fleetOpenApi({ title: product, version }) };
    },
  };
}
