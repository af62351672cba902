/** What reading an address of a driver's own notation gives: its parts, or in words what is wrong with it. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; reason: string };

export const understood = <T>(value: T): Parsed<T> => ({ ok: true, value });

export const unreadable = (reason: string): { ok: false; reason: string } => ({ ok: false, reason });

/** `a=1,b=x` as an object; null when a part has no name or comes twice. */
export function readOptions(text: string): Record<string, string> | null {
  const options: Record<string, string> = {};
  for (const part of text === '' ? [] : text.split(',')) {
    const [, name, value] = /^\s*([a-z]+)\s*=\s*(\S+)\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined || Object.hasOwn(options, name)) return null;
    options[name] = value;
  }
  return options;
}
