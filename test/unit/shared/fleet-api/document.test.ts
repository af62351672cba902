import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fleetApi } from '../../../../shared/fleet-api/contract.ts';
import type { FleetEndpoint } from '../../../../shared/fleet-api/endpoint.ts';

/** The public document's whole list of endpoints, against the contract table that the server is made of. */

const documented = readFileSync(
  new URL('../../../fixtures/fleet/documented-endpoints.txt', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n');

/** Groups of the document that are not built yet; a group goes from here with its first call. */
const notYet = [
  ...['/api/v1/readings', '/api/v1/anomaly'],
  ...['/api/v1/dashboard', '/api/v1/ai', '/api/v1/grafana', '/api/v1/admin'],
  ...['/api/v1/profiles', '/api/v1/metrics', '/api/v1/license', '/api/v1/billing'],
];

/** Names of parameters differ between document and table; their places count. */
const shape = (path: string): string => path.replace(/:\w+/g, ':');

const served = new Set(
  Object.values(fleetApi).flatMap((row: FleetEndpoint) =>
    [{ path: row.path, method: row.method }, ...(row.aliases ?? [])].map(
      ({ method, path }) => `${method ?? row.method} ${shape(path)}`,
    ),
  ),
);

const isLater = (line: string): boolean =>
  notYet.some((group) => (line.split(' ')[1] ?? '').startsWith(group));

test('the document names as many endpoints as it did', () => {
  expect(documented).toHaveLength(77);
});

test.each(documented.filter((line) => !isLater(line)))('%s is served as it is written', (line) => {
  expect(served).toContain(shape(line));
});

test('what is left for later is not there', () => {
  const there = documented.filter((line) => isLater(line) && served.has(shape(line)));
  expect(there, 'take its group out of notYet').toEqual([]);
});
