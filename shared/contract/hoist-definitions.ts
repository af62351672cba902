type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/**
 * JSON schemas keep what they refer to in `$defs` of their own and mean their own root by `#`; in an OpenAPI document `#` is
 * the document. Moves them to `components.schemas`, each once.
 */
export function createDefinitions() {
  const names = new Map<string, string>();
  const schemas: Json = {};
  const nameOf = (definition: unknown): string => {
    const text = JSON.stringify(definition);
    const name = names.get(text) ?? `definition${names.size + 1}`;
    names.set(text, name);
    return name;
  };
  return {
    /** By name, for `components.schemas`. */
    schemas,
    /** The schema without `$defs` of its own. */
    hoist(schema: Json): Json {
      const { $defs, ...shape } = schema;
      if (!isObject($defs)) return shape;
      const renamed = new Map(Object.entries($defs).map(([name, body]) => [name, nameOf(body)]));
      for (const [name, body] of Object.entries($defs)) {
        schemas[renamed.get(name) ?? name] = redirect(body, renamed);
      }
      return redirect(shape, renamed) as Json;
    },
  };
}

function redirect(value: unknown, renamed: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => redirect(each, renamed));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const name = key === '$ref' && /^#\/\$defs\/(.+)$/.exec(String(each))?.[1];
      const to = name ? renamed.get(name) : undefined;
      return [key, to === undefined ? redirect(each, renamed) : `#/components/schemas/${to}`];
    }),
  );
}
