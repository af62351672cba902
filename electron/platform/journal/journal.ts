import { mkdir, open, readdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { fsyncFolder } from '../files/atomic-file.ts';
import { isFileError } from '../files/file-error.ts';

const ending = '.ndjson';
const idPattern = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

export interface LoadedJournal<T> {
  /** Records by id, in the order in which they were appended. */
  records: Map<string, T[]>;
  /** Paths of files that could not be read and were moved out of the way; the caller reports them. */
  setAside: string[];
}

export interface Journal<T> {
  /** On disk when the promise resolves. Calls for one id are written in order. */
  append(id: string, record: T): Promise<void>;
  /** Reads everything; call it once, before the first append. A torn last line (a crash while writing) is cut off. */
  load(): Promise<LoadedJournal<T>>;
  remove(id: string): Promise<void>;
}

/** A folder of append-only NDJSON files, one a job. Ids are file names: letters, digits, `-`, `_`; others throw. */
export async function openJournal<T>(folder: string, schema: z.ZodType<T>): Promise<Journal<T>> {
  await mkdir(folder, { recursive: true });
  const queues = new Map<string, Promise<void>>();
  const inOrder = (id: string, work: () => Promise<void>): Promise<void> => {
    const done = (queues.get(id) ?? Promise.resolve()).then(work);
    const settled = done
      .catch(() => undefined)
      .then(() => {
        if (queues.get(id) === settled) queues.delete(id);
      });
    queues.set(id, settled);
    return done;
  };
  const pathOf = (id: string) => {
    if (!idPattern.test(id)) throw new Error(`not a journal id: ${id}`);
    return join(folder, `${id}${ending}`);
  };
  return {
    async append(id, record) {
      const path = pathOf(id);
      await inOrder(id, () => appendLine(folder, path, JSON.stringify(record)));
    },
    async remove(id) {
      const path = pathOf(id);
      await inOrder(id, async () => {
        await rm(path, { force: true });
        await fsyncFolder(folder);
      });
    },
    async load() {
      const loaded: LoadedJournal<T> = { records: new Map(), setAside: [] };
      for (const name of (await readdir(folder)).sort()) {
        const id = name.slice(0, -ending.length);
        if (!name.endsWith(ending) || !idPattern.test(id)) continue;
        const records = await readRecords(pathOf(id), schema);
        if (records === null) loaded.setAside.push(await setAside(pathOf(id)));
        else loaded.records.set(id, records);
      }
      return loaded;
    },
  };
}

async function appendLine(folder: string, path: string, line: string): Promise<void> {
  const isNew = await open(path, 'ax', 0o600).then(
    (handle) => handle.close().then(() => true),
    (error: unknown) => {
      if (isFileError(error, 'EEXIST')) return false;
      throw error;
    },
  );
  const handle = await open(path, 'a');
  try {
    await handle.writeFile(`${line}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (isNew) await fsyncFolder(folder);
}

/** Null when a line other than a torn last one cannot be read. */
async function readRecords<T>(path: string, schema: z.ZodType<T>): Promise<T[] | null> {
  const bytes = await readFile(path);
  const wholeBytes = bytes.lastIndexOf('\n') + 1;
  if (wholeBytes < bytes.length) await truncate(path, wholeBytes);
  const lines = bytes.subarray(0, wholeBytes).toString('utf8').split('\n').slice(0, -1);
  const records: T[] = [];
  for (const line of lines) {
    const parsed = schema.safeParse(parseJson(line));
    if (!parsed.success) return null;
    records.push(parsed.data);
  }
  return records;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function setAside(path: string): Promise<string> {
  const target = `${path}.corrupt-${new Date().toISOString().replaceAll(':', '-')}`;
  await rename(path, target);
  return target;
}
