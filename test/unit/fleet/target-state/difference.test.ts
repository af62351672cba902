import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { difference } from '../../../../electron/fleet/target-state/difference.ts';

const endpoint = (uuid: string, rest: object = {}) => ({
  uuid,
  name: `n-${uuid}`,
  protocol: 'modbus',
  ...rest,
});

/** A JSON document with lists of every kind in it. */
const documents = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(0, 1, 'a', true, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.uniqueArray(fc.record({ uuid: fc.constantFrom('u1', 'u/2', 'u~3'), v: tie('value') }), {
      selector: ({ uuid }) => uuid,
    }),
    fc.dictionary(fc.constantFrom('a', 'b/c', 'd~e', '__proto__'), tie('value'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
})).value;

/** What stands at a path of a document; entries of lists under their identity or their place. */
function at(document: unknown, path: string): unknown {
  let here: unknown = document;
  for (const part of path.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const list = Array.isArray(here) ? here : null;
    const named = list?.find((each) => each?.uuid === key);
    here = named ?? Object.entries(here as object).find(([name]) => name === key)?.[1];
  }
  return here;
}

/** Without the order of lists whose entries have a uuid. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, each) => {
    if (Array.isArray(each)) {
      const named = each.every((entry) => typeof entry?.uuid === 'string');
      return named ? [...each].sort((a, b) => (a.uuid < b.uuid ? -1 : 1)) : each;
    }
    if (each === null || typeof each !== 'object') return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });

describe('the difference of two documents', () => {
  test('endpoints are matched by their uuid, data points by their name, wherever they stand', () => {
    const before = {
      config: { endpoints: [endpoint('a'), endpoint('b', { dataPoints: [{ name: 'p' }, { name: 'q' }] })] },
    };
    const after = {
      config: {
        endpoints: [
          endpoint('c'),
          endpoint('b', { dataPoints: [{ name: 'q', unit: 'V' }, { name: 'p' }] }),
          endpoint('a'),
        ],
      },
    };
    expect(difference(before, after)).toEqual([
      { path: '/config/endpoints/b/dataPoints/q/unit', kind: 'added', after: 'V' },
      { path: '/config/endpoints/c', kind: 'added', after: endpoint('c') },
    ]);
  });

  test('apps by their appId, services by theirs, the rest by place', () => {
    const app = (image: string, ports: string[]) => ({
      apps: { 7: { appId: 7, services: [{ serviceId: 1, imageName: image, config: { ports } }] } },
    });
    expect(difference(app('x:1', ['80', '81']), app('x:2', ['80']))).toEqual([
      { path: '/apps/7/services/1/imageName', kind: 'changed', before: 'x:1', after: 'x:2' },
      { path: '/apps/7/services/1/config/ports/1', kind: 'removed', before: '81' },
    ]);
    expect(difference({ a: { b: 1 } }, { a: [1] })).toEqual([
      { path: '/a', kind: 'changed', before: { b: 1 }, after: [1] },
    ]);
    expect(difference([{ uuid: 'x' }, { uuid: 'x' }], [{ uuid: 'x' }])).toEqual([
      { path: '/1', kind: 'removed', before: { uuid: 'x' } },
    ]);
  });

  test('a slash and a tilde in a name are told as RFC 6901 says', () => {
    expect(difference({ 'a/b~c': 1 }, {})).toEqual([{ path: '/a~1b~0c', kind: 'removed', before: 1 }]);
  });

  test('any two documents: every entry says what stands where, nothing is left out, and the other way round is the reverse', () => {
    fc.assert(
      fc.property(documents, documents, (before, after) => {
        const found = difference(before, after);
        expect(found.length === 0).toBe(canonical(before) === canonical(after));
        for (const each of found) {
          if (each.kind !== 'added') expect(at(before, each.path)).toBe(each.before);
          if (each.kind !== 'removed') expect(at(after, each.path)).toBe(each.after);
        }
        const flipped = { added: 'removed', removed: 'added', changed: 'changed' } as const;
        const back = difference(after, before).map(({ path, kind }) => `${path} ${flipped[kind]}`);
        expect(back.sort()).toEqual(found.map(({ path, kind }) => `${path} ${kind}`).sort());
      }),
      { numRuns: 200 },
    );
  });

  test('a document does not differ from itself', () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(difference(document, structuredClone(document))).toEqual([]);
      }),
    );
  });
});
