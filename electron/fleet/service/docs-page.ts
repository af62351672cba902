import { type DocumentedCall, docsPage } from '#platform/docs/docs-page.ts';
import { fleetApi } from '#shared/fleet-api/contract.ts';
import type { FleetAccess, FleetEndpoint } from '#shared/fleet-api/endpoint.ts';
import { failuresByStatus, wireCode } from '#shared/fleet-api/failures-of.ts';
import { permissions } from '#shared/fleet-api/roles.ts';

/** Every call of the fleet contract as one page without scripts. */
export const fleetDocsPage = (facts: { product: string; version: string }): string =>
  docsPage({ ...facts, version: `Version ${facts.version}` }, Object.values(fleetApi).map(documented));

function documented(row: FleetEndpoint): DocumentedCall {
  const failures = [...failuresByStatus(row)].map(([status, codes]) => [
    status,
    { description: codes.map(wireCode).join(', ') },
  ]);
  const aliases = (row.aliases ?? []).map(({ path }) => path);
  const facts = [
    whoMay(row.access),
    `${row.rate} rate limit`,
    ...(row.source === 'document' ? [] : [row.source]),
    ...(aliases.length > 0 ? [`also ${aliases.join(', ')}`] : []),
  ];
  return { row, answers: { ...Object.fromEntries(failures), ...row.answers }, facts: facts.join('; ') };
}

function whoMay(access: FleetAccess): string {
  if (access === 'none') return 'anybody';
  if (access === 'device' || access === 'any-device') return 'the agent, with its device key';
  if (access === 'signed-in') return 'anybody signed in';
  return `${permissions[access]} or above (${access})`;
}
