import { readFile, rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { removeUnfinished, writeFileAtomic } from './atomic-file.ts';
import { isFileError } from './file-error.ts';

export interface JsonFile<T> {
  /** What was read or last written. */
  value(): T;
  /** Replaces the file atomically; `value()` changes when it is on disk. Calls are written one after the other. */
  write(next: T): Promise<void>;
  /** Path to which a file was moved that could not be read; the caller reports it. */
  setAside: string | null;
}

interface JsonFileOptions<T> {
  path: string;
  /** Carries the format number, e.g. `format: z.literal(2)`. */
  schema: z.ZodType<T>;
  defaults: T;
  log: Pick<Logger, 'warn'>;
  /** Lifts an older format to the one of `schema`. Gets whatever was in the file. */
  migrate?: (raw: unknown) => unknown;
  mode?: number;
}

/**
 * Opens a versioned JSON file. A missing file means `defaults`; a corrupt one, or one that does not fit the schema, is
 * renamed to `<path>.corrupt-<time>` and `defaults` are used. Throws when the disk itself fails.
 */
export async function openJsonFile<T>(options: JsonFileOptions<T>): Promise<JsonFile<T>> {
  const read = await readJson(options);
  let current = read.value;
  let queue = Promise.resolve();
  return {
    value: () => current,
    write(next) {
      const written = queue.then(async () => {
        const mode = options.mode === undefined ? {} : { mode: options.mode };
        await writeFileAtomic(options.path, `${JSON.stringify(next, null, 2)}\n`, mode);
        current = next;
      });
      queue = written.catch(() => undefined);
      return written;
    },
    setAside: read.setAside,
  };
}

async function readJson<T>(options: JsonFileOptions<T>): Promise<{ value: T; setAside: string | null }> {
  const { path, schema, defaults, log, migrate = (raw) => raw } = options;
  await removeUnfinished(dirname(path), basename(path));
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return { value: defaults, setAside: null };
    throw error;
  }
  const read = parse(text, schema, migrate);
  if ('value' in read) return { value: read.value, setAside: null };
  const setAside = `${path}.corrupt-${new Date().toISOString().replaceAll(':', '-')}`;
  await rename(path, setAside);
  log.warn({ file: path, setAside, why: read.why }, 'a file could not be read and was set aside');
  return { value: defaults, setAside };
}

function parse<T>(
  text: string,
  schema: z.ZodType<T>,
  migrate: (raw: unknown) => unknown,
): { value: T } | { why: string } {
  try {
    const parsed = schema.safeParse(migrate(JSON.parse(text)));
    return parsed.success ? { value: parsed.data } : { why: parsed.error.message };
  } catch (error) {
    return { why: String(error) };
  }
}
