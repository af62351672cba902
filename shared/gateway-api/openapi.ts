import { z } from 'zod';
import { sessionCookie } from './answers.ts';
import { gatewayApi } from './contract.ts';
import type { Answer, Endpoint } from './endpoint.ts';

type Json = Record<string, unknown>;

/** The contract table as an OpenAPI 3.1 document; schemas are zod's own JSON schema (2020-12). */
export function gatewayOpenApi(info: { title: string; version: string }): Json {
  const paths: Record<string, Json> = {};
  for (const [name, endpoint] of Object.entries(gatewayApi)) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(name, endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: { ...info, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: [
      { name: 'system-api', description: 'Documented by the vendor of the gateways' },
      { name: 'extension', description: 'Ours; announced by GET /system/capabilities' },
    ],
    paths,
    components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: sessionCookie } } },
  };
}

function operation(name: string, endpoint: Endpoint): Json {
  const parameters = [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query')];
  const requestBody = requestBodyOf(endpoint);
  return {
    operationId: name,
    summary: endpoint.summary,
    tags: [endpoint.source],
    security: endpoint.access === 'none' ? [] : [{ session: [] }],
    'x-access': endpoint.access,
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody !== null && { requestBody }),
    responses: Object.fromEntries(
      Object.entries(endpoint.answers).map(([status, answer]) => [status, response(answer)]),
    ),
  };
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !(field as z.ZodType).safeParse(undefined).success,
    schema: jsonSchema(field as z.ZodType, 'input'),
  }));
}

function requestBodyOf({ body, multipart }: Endpoint): Json | null {
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

function response({ description, contentType, schema, headers }: Answer): Json {
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

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema, ...shape } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
  return shape;
}
