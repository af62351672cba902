/** Forms made from JSON Schema: fields of a driver's settings with title, description, default and what they may be. */

interface Base {
  name: string;
  title: string;
  description: string;
  required: boolean;
  /** What the gateway takes when the field is left alone. */
  fallback: string | null;
}

export type FormField = Base &
  (
    | { kind: 'text' | 'long-text' | 'secret' }
    | { kind: 'number'; min: number | null; max: number | null; whole: boolean }
    | { kind: 'choice'; options: readonly { value: string; label: string }[]; numeric: boolean }
    | { kind: 'switch'; on: boolean }
  );

/** One shape of the settings; `tag` is the field by which shapes are told apart. */
export interface FormShape {
  title: string;
  tag: { name: string; value: string } | null;
  fields: readonly FormField[];
}

/** The part of JSON Schema that drivers use. */
export interface JsonSchema {
  title?: string;
  description?: string;
  type?: string;
  const?: unknown;
  enum?: readonly unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
}

export type SettingsValue = Readonly<Record<string, unknown>>;

export function formShapes(schema: JsonSchema): FormShape[] {
  const shapes = schema.oneOf ?? schema.anyOf;
  return (shapes ?? [schema]).map((shape) => {
    const entries = Object.entries(shape.properties ?? {});
    const tagged = entries.find(([, property]) => property.const !== undefined);
    return {
      title: shape.title ?? '',
      tag: tagged ? { name: tagged[0], value: String(tagged[1].const) } : null,
      fields: entries
        .filter(([, property]) => property.const === undefined)
        .map(([name, property]) => fieldOf(name, property, shape.required?.includes(name) ?? false)),
    };
  });
}

function fieldOf(name: string, schema: JsonSchema, required: boolean): FormField {
  const base: Base = {
    name,
    title: schema.title ?? name,
    description: schema.description ?? '',
    required: required && schema.default === undefined,
    fallback: schema.default === undefined ? null : String(schema.default),
  };
  const options =
    schema.enum ?? schema.anyOf?.map((choice) => choice.const).filter((value) => value !== undefined);
  if (options && options.length > 0) {
    return {
      ...base,
      kind: 'choice',
      numeric: typeof options[0] === 'number',
      options: options.map((value) => ({ value: String(value), label: String(value) })),
    };
  }
  if (schema.type === 'boolean') return { ...base, kind: 'switch', on: schema.default === true };
  if (schema.type === 'integer' || schema.type === 'number') {
    return {
      ...base,
      kind: 'number',
      min: schema.minimum ?? null,
      max: schema.maximum ?? null,
      whole: schema.type === 'integer',
    };
  }
  if (/password|secret/i.test(name)) return { ...base, kind: 'secret' };
  return { ...base, kind: (schema.maxLength ?? 0) > 20_000 ? 'long-text' : 'text' };
}

/** The shape that these settings have; the first one while that is open. */
export function shapeOf(shapes: readonly FormShape[], settings: SettingsValue): FormShape | null {
  return shapes.find(({ tag }) => tag !== null && settings[tag.name] === tag.value) ?? shapes.at(0) ?? null;
}

/** What is typed into a field becomes part of the settings; an emptied field takes its name out. */
export function withField(settings: SettingsValue, field: FormField, typed: unknown): SettingsValue {
  const { [field.name]: _before, ...rest } = settings;
  if (typed === '' || typed === null || typed === undefined) return rest;
  const value = field.kind === 'choice' && field.numeric ? Number(typed) : typed;
  return { ...rest, [field.name]: value };
}

/** Another shape keeps the fields that it has too. */
export function inShape(settings: SettingsValue, shape: FormShape): SettingsValue {
  const kept = Object.entries(settings).filter(([name]) => shape.fields.some((field) => field.name === name));
  return { ...(shape.tag ? { [shape.tag.name]: shape.tag.value } : {}), ...Object.fromEntries(kept) };
}

/** Settings as typed JSON: an object, or what is wrong with it. */
export function parseSettings(
  text: string,
): { ok: true; value: Record<string, unknown> } | { ok: false; why: string } {
  try {
    const parsed: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? { ok: true, value: parsed as Record<string, unknown> }
      : { ok: false, why: 'An object in braces is needed.' };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}
