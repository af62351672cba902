import jsonata from 'jsonata';

/** Why this JSONata cannot be read; null: it can. Reads only, evaluates nothing. */
export function jsonataTrouble(source: string): string | null {
  try {
    jsonata(source);
    return null;
  } catch (error) {
    return jsonataMessage(error);
  }
}

/** What JSONata throws are objects that need not be errors. */
export function jsonataMessage(error: unknown): string {
  const { message, position } = error as { message?: unknown; position?: unknown };
  const text = typeof message === 'string' && message !== '' ? message : String(error);
  return typeof position === 'number' ? `${text} (at character ${position})` : text;
}
