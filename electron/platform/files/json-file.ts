import { readFile, rename } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { writeFileAtomic } from './atomic-file.ts';
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
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return { value: defaults, setAside: null };
    throw error;
  }
  const why = await (async () => {
    try {
      const parsed = schema.safeParse(migrate(JSON.parse(text)));
      return parsed.success ? { value: parsed.data } : parsed.error.message;
    } catch (error) {
      return String(error);
    }
  })();
  if (typeof why !== 'string') return { value: why.value, setAside: null };
  const setAside = `${path}.corrupt-${new Date().toISOString().replaceAll(':', '-')}`;
  await rename(path, setAside);
  log.warn({ file: path, setAside, why }, 'a file could not be read and was set aside');
  return { value: defaults, setAside };
}
