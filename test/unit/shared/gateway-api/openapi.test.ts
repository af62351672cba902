import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { gatewayDocsPage } from '../../../../electron/gateway/supervision/system/docs-page.ts';
import { createDefinitions } from '../../../../shared/contract/hoist-definitions.ts';
import { documentedRows } from '../../../../shared/gateway-api/documented-rows.ts';
import { gatewayOpenApi } from '../../../../shared/gateway-api/openapi.ts';

interface Operation {
  operationId: string;
  security: Record<string, []>[];
  responses: Record<string, { headers?: object }>;
}

const document = JSON.parse(JSON.stringify(gatewayOpenApi({ title: 'Gateway', version: '1' })));
const operations = Object.values(document.paths as Record<string, Record<string, Operation>>).flatMap(
  (path) => Object.values(path),
);
const operation = (name: string) => operations.find(({ operationId }) => operationId === name);

describe('OpenAPI', () => {
  test('is valid, and every row is in it under a name of its own', async () => {
    const result = await new Validator().validate(structuredClone(document));
    expect(result.errors ?? []).toEqual([]);
    const names = documentedRows().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual([...names].sort());
    for (const name of ['tusPatch', 'gateways_getGateways', 'logics_getLogics_post', 'apiKeyCreate']) {
      expect(names).toContain(name);
    }
  });

  test.each([
    ['capabilities', []],
    ['backup', ['session']],
    ['upgrade', ['session']],
    ['resources', ['apiKey', 'bearer', 'session']],
    ['processKill', ['apiKey', 'bearer', 'session']],
    ['licenseStatus', ['apiKey', 'bearer', 'session']],
  ])('%s may be called with %j', (name, schemes) => {
    expect(operation(name)?.security.flatMap((each) => Object.keys(each))).toEqual(schemes);
    for (const scheme of schemes) expect(document.components.securitySchemes).toHaveProperty(scheme);
  });

  test('whatever is counted may answer 429, and the management API tells what the caller may do', () => {
    expect(operation('backup')?.responses).toHaveProperty('429');
    expect(operation('capabilities')?.responses).not.toHaveProperty('429');
    expect(operation('resources')?.responses['200']?.headers).toHaveProperty('x-key-permission');
  });

  test('every reference leads somewhere in the document', () => {
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to ?? '');
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(name).toMatch(/^#\/components\/schemas\//);
      expect(document.components.schemas).toHaveProperty(name.split('/').at(-1) ?? '');
    }
    expect(text).not.toContain('$defs');
  });
});

test('definitions that refer to themselves are kept once, and others of the same name apart', () => {
  const { hoist, schemas } = createDefinitions();
  const tree = { $ref: '#/$defs/a', $defs: { a: { type: 'array', items: { $ref: '#/$defs/a' } } } };
  const other = { properties: { x: { $ref: '#/$defs/a' } }, $defs: { a: { type: 'string' } } };
  expect(hoist(tree)).toEqual(hoist(structuredClone(tree)));
  expect(hoist(other)).toEqual({ properties: { x: { $ref: '#/components/schemas/definition2' } } });
  expect(schemas).toEqual({
    definition1: { type: 'array', items: { $ref: '#/components/schemas/definition1' } },
    definition2: { type: 'string' },
  });
});

test('the page shows every row with who may call it, and escapes what it shows', () => {
  const page = gatewayDocsPage({ product: '<b>', revision: '1 & 2' });
  for (const { endpoint } of documentedRows()) expect(page).toContain(`</span> ${endpoint.path}</code>`);
  expect(page).toContain('an API key with system:write, or an administrator');
  expect(page).toContain('&lt;b&gt;');
  expect(page).not.toContain('undefined');
});
