import { z } from 'zod';
import { createDefinitions } from './hoist-definitions.ts';
import type { Answer, Row } from './row.ts';

export type Json = Record<string, unknown>;
export type ToSchema = (schema: z.ZodType, io: 'input' | 'output') => Json;

/** Turns zod schemas into JSON schema (2020-12) for one document; what they share is collected in `schemas`. */
export function createSchemaWriter(): { jsonSchema: ToSchema; schemas: Json } {
  const definitions = createDefinitions();
  return {
    schemas: definitions.schemas,
    jsonSchema(schema, io) {
      const { $schema, ...shape } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
      return definitions.hoist(shape);
    },
  };
}

/** The OpenAPI path of a row: `/a/{b}` for `/a/:b`. */
export const openApiPath = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

/** The path and query parameters of a row. */
export const parametersOf = ({ params, query }: Row, jsonSchema: ToSchema): Json[] => [
  ...parametersIn(params, 'path', jsonSchema),
  ...parametersIn(query, 'query', jsonSchema),
];

function parametersIn(
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

/** A JSON body; null when the row takes none. */
export function jsonBodyOf({ body }: Row, jsonSchema: ToSchema): Json | null {
  if (body === undefined) return null;
  const required = !body.safeParse({}).success;
  return { required, content: { 'application/json': { schema: jsonSchema(body, 'input') } } };
}

export function responseOf(
  { description, contentType, schema, headers }: Answer,
  jsonSchema: ToSchema,
): Json {
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
