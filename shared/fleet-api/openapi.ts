import {
  createSchemaWriter,
  type Json,
  jsonBodyOf,
  openApiPath,
  parametersOf,
  responseOf,
  type ToSchema,
} from '../contract/openapi-parts.ts';
import type { ErrorCode } from '../errors/error-table.ts';
import { errorSchema, problemSchema } from './answers.ts';
import { fleetApi } from './contract.ts';
import type { FleetAccess, FleetEndpoint } from './endpoint.ts';
import { failuresByStatus, wireCode } from './failures-of.ts';
import { permissions } from './roles.ts';

/** The fleet contract as an OpenAPI 3.1 document; aliases are named in the description of the call that they lead to. */
export function fleetOpenApi(info: { title: string; version: string }): Json {
  const { jsonSchema, schemas } = createSchemaWriter();
  const paths: Record<string, Json> = {};
  for (const [name, endpoint] of Object.entries(fleetApi) as [string, FleetEndpoint][]) {
    const path = openApiPath(endpoint.path);
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(name, endpoint, jsonSchema) };
  }
  return {
    openapi: '3.1.0',
    info: { ...info, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: {
        ...schemas,
        Error: jsonSchema(errorSchema, 'output'),
        Problem: jsonSchema(problemSchema, 'output'),
      },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        deviceKey: { type: 'apiKey', in: 'header', name: 'X-Device-API-Key' },
        deviceBearer: { type: 'http', scheme: 'bearer', description: 'The same device key' },
      },
    },
  };
}

function operation(name: string, endpoint: FleetEndpoint, jsonSchema: ToSchema): Json {
  const parameters = [
    ...parametersOf(endpoint, jsonSchema),
    ...(endpoint.idempotent ? [idempotencyParameter] : []),
  ];
  const requestBody = endpoint.stream ? streamBody : jsonBodyOf(endpoint, jsonSchema);
  const aliases = (endpoint.aliases ?? []).map(({ method, path }) => `${method ?? endpoint.method} ${path}`);
  return {
    operationId: name,
    summary: endpoint.summary,
    ...(aliases.length > 0 && { description: `Also under ${aliases.join(', ')}` }),
    tags: [endpoint.tag],
    security: security(endpoint.access),
    'x-access': endpoint.access,
    'x-rate-limit': endpoint.rate,
    'x-source': endpoint.source,
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody !== null && { requestBody }),
    responses: responses(endpoint, jsonSchema),
  };
}

const idempotencyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The first answer for a key is given again for 24 h',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

const streamBody = {
  required: true,
  content: { 'application/x-ndjson': { schema: { type: 'string' } } },
};

function security(access: FleetAccess): Json[] {
  if (access === 'none') return [];
  if (access === 'device' || access === 'any-device') return [{ deviceKey: [] }, { deviceBearer: [] }];
  return [{ token: [] }, { apiKey: [] }];
}

function responses(endpoint: FleetEndpoint, jsonSchema: ToSchema): Json {
  const own = Object.entries(endpoint.answers).map(([status, answer]) => [
    status,
    // An empty answer has no content.
    status === '204' || status === '304'
      ? { description: answer.description }
      : responseOf(answer, jsonSchema),
  ]);
  const failing = [...failuresByStatus(endpoint)]
    .filter(([status]) => !(status in endpoint.answers))
    .map(([status, codes]) => [String(status), failed(codes, endpoint.access)]);
  return Object.fromEntries([...own, ...failing]);
}

const failed = (codes: readonly ErrorCode[], access: FleetAccess): Json => ({
  description: codes.map((code) => told(code, access)).join(', '),
  content: {
    'application/json': { schema: { $ref: '#/components/schemas/Error' } },
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  },
});

const told = (code: ErrorCode, access: FleetAccess): string =>
  code === 'ROLE_TOO_LOW' && access in permissions
    ? `\`${wireCode(code)}\` (needs ${permissions[access as keyof typeof permissions]})`
    : `\`${wireCode(code)}\``;
