/** What is known of a file beside its content. */
export interface FileFacts {
  name: string;
  bytes: number;
  /** CRC-32 (IEEE 802.3) of the content, as boot loaders print it. */
  crc32: number;
}

/** What a variable stands for in one run. */
export interface VariableValue {
  text: string;
  secret: boolean;
  file: FileFacts | null;
}
export type VariableValues = ReadonlyMap<string, VariableValue>;

/** `{{image.bytes}}`: decimal; `hexBytes`: as U-Boot's `filesize`; `crc32`: eight hexadecimal digits. */
export const fileFacts = ['name', 'bytes', 'hexBytes', 'crc32'] as const;

/** Stands where a secret was. */
export const mask = '•••';

export interface Reference {
  variable: string;
  /** As written, unchecked; null: the variable itself. */
  fact: string | null;
}

const placeholder = /\{\{([^{}]*)\}\}/g;

/** Every `{{…}}` of a text. */
export function referencesIn(text: string): Reference[] {
  return [...text.matchAll(placeholder)].map(([, inside = '']) => {
    const dot = inside.indexOf('.');
    return dot < 0
      ? { variable: inside, fact: null }
      : { variable: inside.slice(0, dot), fact: inside.slice(dot + 1) };
  });
}

/** The text with its variables filled in, as it is sent (`text`) and as it may be shown (`shown`). */
export interface Filled {
  text: string;
  shown: string;
}

/**
 * Fills in the variables. `quote` is applied to each value, for texts that are regular expressions. Only for texts whose references
 * were checked (`check-recipe.ts`); one that is unknown all the same stays as it was written.
 */
export function fillIn(
  text: string,
  values: VariableValues,
  quote: (value: string) => string = same,
): Filled {
  const fill = (show: boolean) =>
    text.replace(placeholder, (written) => {
      const [reference] = referencesIn(written);
      const value = reference === undefined ? undefined : values.get(reference.variable);
      if (reference === undefined || value === undefined) return written;
      if (show && value.secret) return mask;
      const found = textOf(value, reference.fact);
      return found === null ? written : quote(found);
    });
  return { text: fill(false), shown: fill(true) };
}

const same = (value: string): string => value;

function textOf(value: VariableValue, fact: string | null): string | null {
  if (fact === null) return value.text;
  const { file } = value;
  if (file === null) return null;
  switch (fact) {
    case 'name':
      return file.name;
    case 'bytes':
      return String(file.bytes);
    case 'hexBytes':
      return file.bytes.toString(16);
    case 'crc32':
      return file.crc32.toString(16).padStart(8, '0');
    default:
      return null;
  }
}

/** For `fillIn`: the value is found in a line as it is, whatever it holds. */
export const escapeRegex = (value: string): string => value.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
