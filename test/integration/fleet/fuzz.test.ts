import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fleetApi } from '../../../shared/fleet-api/contract.ts';
import type { FleetEndpoint } from '../../../shared/fleet-api/endpoint.ts';
import { describeOnEachDatabase } from '../../fakes/each-database.ts';
import { inProcessFleet } from '../../fakes/in-process-fleet.ts';

/** Wrong types in every field of every call that takes some: whatever comes, it is no 500. */

const nasty = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    '\u0000',
    '../../etc/passwd',
    "'; DROP TABLE users; --",
    '\ud800',
    'a'.repeat(5_000),
    1e308,
    -0,
    2 ** 53,
  ),
);

const fieldsOf = (schema: unknown): string[] =>
  Object.keys((schema as { shape?: object } | undefined)?.shape ?? {});

/** Mostly the names that the call knows, with values of any kind. */
const recordOf = (names: string[]) =>
  fc.dictionary(names.length === 0 ? fc.string({ maxLength: 10 }) : fc.constantFrom(...names), nasty, {
    maxKeys: 8,
  });

/** Ends the session that all others go on with. */
const spared = ['logout'];

describeOnEachDatabase('every call', (newPlace) => {
  test('fuzzed from the schemas, no call fails unexpectedly', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const rows = Object.entries(fleetApi).filter(([name]) => !spared.includes(name)) as [
      string,
      FleetEndpoint,
    ][];
    for (const [name, row] of rows) {
      // Of each row its own: some change its key.
      const agent = await fleet.agent();
      const isDevice = row.access === 'device' || row.access === 'any-device';
      await fc.assert(
        fc.asyncProperty(
          recordOf(fieldsOf(row.body)),
          recordOf(fieldsOf(row.query)),
          nasty,
          async (body, query, part) => {
            const path = row.path
              .replace(':uuid', isDevice ? agent.uuid : ':uuid')
              .replace(/:\w+/g, encodeURIComponent(toWellFormed(textOf(part))) || 'x');
            const search = new URLSearchParams(
              Object.entries(query).map(([key, value]): [string, string] => [
                key,
                toWellFormed(textOf(value)),
              ]),
            );
            const answer = await fleet.ask(`${path}?${search}`, isDevice ? agent.key : owner, {
              method: row.method,
              ...(row.body !== undefined && { body }),
            });
            expect(answer.status, `${name} ${path} ${JSON.stringify(body)}: ${answer.text}`).toBeLessThan(
              500,
            );
          },
        ),
        { numRuns: 15 },
      );
    }
  }, 120_000);
});

const toWellFormed = (text: string): string => text.toWellFormed().slice(0, 300);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
