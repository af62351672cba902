import {
  createSchemaWriter,
  type Json,
  jsonBodyOf,
  openApiPath,
  parametersOf,
  responseOf,
  type ToSchema,
} from '../contract/openapi-parts.ts';
import { sessionCookie } from './answers.ts';
import { type DocumentedRow, documentedRows } from './documented-rows.ts';
import type { Endpoint } from './endpoint.ts';

/** The contract table as an OpenAPI 3.1 document; schemas are zod's own JSON schema (2020-12). */
export function gatewayOpenApi(info: { title: string; version: string }): Json {
  const { jsonSchema, schemas } = createSchemaWriter();
  const paths: Record<string, Json> = {};
  for (const row of documentedRows()) {
    const path = openApiPath(row.endpoint.path);
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
      schemas,
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
  const parameters = parametersOf(endpoint, jsonSchema);
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
      Object.entries(answers).map(([status, answer]) => [status, responseOf(answer, jsonSchema)]),
    ),
  };
}

function requestBodyOf({ multipart, ...row }: Endpoint, jsonSchema: ToSchema): Json | null {
  if (multipart !== undefined) {
    const file = { type: 'string', format: 'binary' };
    const description =
      multipart.maxFiles === 1
        ? 'One file under any field name'
        : `Up to ${multipart.maxFiles} files under any field names; the first one counts`;
    const schema = { type: 'object', additionalProperties: file };
    return { required: true, description, content: { 'multipart/form-data': { schema } } };
  }
  return jsonBodyOf(row, jsonSchema);
}
