import { type DocumentedCall, docsPage } from '#platform/docs/docs-page.ts';
import { documentedRows } from '#shared/gateway-api/documented-rows.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';

const who = {
  none: 'no session needed',
  session: 'any session',
  administrator: 'administrators only',
  'system:read': 'an API key with system:read, or any session',
  'system:write': 'an API key with system:write, or an administrator’s session',
  'any-key': 'any valid API key or session',
} as const satisfies Record<Endpoint['access'], string>;

/** Every call of the gateway's contract as one page without scripts. */
export function gatewayDocsPage(facts: { product: string; revision: string }): string {
  const calls = documentedRows().map(({ endpoint, answers }): DocumentedCall => {
    const extension = endpoint.source === 'extension' ? '; extension' : '';
    return { row: endpoint, answers, facts: who[endpoint.access] + extension };
  });
  return docsPage({ product: facts.product, version: `Revision ${facts.revision}` }, calls);
}
