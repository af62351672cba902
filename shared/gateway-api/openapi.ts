import { z } from 'zod';
import { sessionCookie } from './answers.ts';
import { type DocumentedRow, documentedRows } from './documented-rows.ts';
import type { Answer, Endpoint } from './endpoint.ts';
import { createDefinitions } from './hoist-definitions.ts';

type Json = Record<string, unknown>;
type ToSchema = (schema: z.ZodType, io: 'input' | 'output') => Json;

/** The contract table as an OpenAPI 3.1 document; schemas are zod's own JSON schema (2020-12). */
export function gatewayOpenApi(info: { title: string; version: string }): Json {
  const definitions = createDefinitions();
  const jsonSchema: ToSchema = (schema, io) => {
    const { $schema, ...shape } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
    return definitions.hoist(shape);
  };
  const paths: Record<string, Json> = {};
  for (const row of documentedRows()) {
    const path = row.endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [row.endpoint.method.toLowerCase()]: operation(row, jsonSchema) };
  }
  return {
    openapi: '3.1.0',
    info: { ...info, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: [
      { name: 'system-api', description: 'Documented by the vendor of the gateways' },
      { name: 'management-api', description: 'Paths under /api/v1, with an API key or a session' },
      { name: 'extension', description: 'Ours; announced by GET /system/capabilities' },
    ],
    paths,
    components: {
      schemas: definitions.schemas,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: sessionCookie },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        bearer: { type: 'http', scheme: 'bearer', description: 'The same API key' },
      },
    },
  };
}

/** One of these is enough; for the management API a key counts before a session. */
const security = {
  none: [],
  session: [{ session: [] }],
  administrator: [{ session: [] }],
  'system:read': [{ apiKey: [] }, { bearer: [] }, { session: [] }],
  'system:write': [{ apiKey: [] }, { bearer: [] }, { session: [] }],
  'any-key': [{ apiKey: [] }, { bearer: [] }, { session: [] }],
} as const satisfies Record<Endpoint['access'], readonly Json[]>;

function operation({ name, endpoint, answers }: DocumentedRow, jsonSchema: ToSchema): Json {
  const parameters = [
    ...parametersOf(endpoint.params, 'path', jsonSchema),
    ...parametersOf(endpoint.query, 'query', jsonSchema),
  ];
  const requestBody = requestBodyOf(endpoint, jsonSchema);
  return {
    operationId: name,
    summary: endpoint.summary,
    tags: [endpoint.source],
    security: security[endpoint.access],
    'x-access': endpoint.access,
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody !== null && { requestBody }),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [status, response(answer, jsonSchema)]),
    ),
  };
}

function parametersOf(
  schema: z.ZodObject | undefined,
  place: 'path' | 'query',
  jsonSchema: ToSchema,
): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !(field as z.ZodType).safeParse(undefined).success,
    schema: jsonSchema(field as z.ZodType, 'input'),
  }));
}

function requestBodyOf({ body, multipart }: Endpoint, jsonSchema: ToSchema): Json | null {
  if (multipart !== undefined) {
    const file = { type: 'string', format: 'binary' };
    const description =
      multipart.maxFiles === 1
        ? 'One file under any field name'
        : `Up to ${multipart.maxFiles} files under any field names; the first one counts`;
    const schema = { type: 'object', additionalProperties: file };
    return { required: true, description, content: { 'multipart/form-data': { schema } } };
  }
  if (body === undefined) return null;
  const required = !body.safeParse({}).success;
  return { required, content: { 'application/json': { schema: jsonSchema(body, 'input') } } };
}

function response({ description, contentType, schema, headers }: Answer, jsonSchema: ToSchema): Json {
  const shape = schema === undefined ? textSchema(contentType) : jsonSchema(schema, 'output');
  const described = Object.entries(headers ?? {}).map(([name, meaning]) => [
    name,
    { description: meaning, schema: { type: 'string' } },
  ]);
  return {
    description,
    content: { [contentType]: { schema: shape } },
    ...(described.length > 0 && { headers: Object.fromEntries(described) }),
  };
}

const textSchema = (contentType: Answer['contentType']): Json =>
  contentType === 'application/zip' ? { type: 'string', format: 'binary' } : { type: 'string' };
