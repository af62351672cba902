import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { openJsonFile } from '#platform/files/json-file.ts';
import { type SerialProfile, serialProfileSchema } from '#shared/bridge/serial-ports.ts';
import {
  type LoginScript,
  loginScriptSchema,
  type Snippet,
  snippetSchema,
} from '#shared/bridge/serial-scripts.ts';
import type { Notices } from '../settings/notices.ts';

const fileSchema = z.object({
  format: z.literal(1),
  profiles: z.array(serialProfileSchema),
  snippets: z.array(snippetSchema),
  scripts: z.array(loginScriptSchema),
});

/** One list of the book. `save` replaces the entry of the same key, at its place, or adds it at the end. */
export interface BookList<T> {
  list(): readonly T[];
  find(key: string): T | undefined;
  save(entry: T): Promise<void>;
  remove(key: string): Promise<void>;
}

/** `serial.json`: devices that are known, snippets and login scripts. No secrets. */
export interface SerialBook {
  profiles: BookList<SerialProfile>;
  snippets: BookList<Snippet>;
  scripts: BookList<LoginScript>;
}

export async function openSerialBook(deps: {
  dataFolder: string;
  notices: Notices;
  log: Logger;
}): Promise<SerialBook> {
  const file = await openJsonFile({
    path: join(deps.dataFolder, 'serial.json'),
    schema: fileSchema,
    defaults: { format: 1, profiles: [], snippets: [], scripts: [] },
    log: deps.log,
  });
  deps.notices.addSetAside('serial ports', file.setAside);
  // Held here as well: two changes in one tick must not both start from what is on disk.
  let kept = file.value();

  function listOf<T>(
    read: () => T[],
    keyOf: (entry: T) => string,
    changed: (next: T[]) => Partial<typeof kept>,
  ): BookList<T> {
    const write = (next: T[]) => {
      kept = { ...kept, ...changed(next) };
      return file.write(kept);
    };
    return {
      list: read,
      find: (key) => read().find((entry) => keyOf(entry) === key),
      save(entry) {
        const known = read().some((each) => keyOf(each) === keyOf(entry));
        const replaced = read().map((each) => (keyOf(each) === keyOf(entry) ? entry : each));
        return write(known ? replaced : [...replaced, entry]);
      },
      remove: (key) => write(read().filter((entry) => keyOf(entry) !== key)),
    };
  }

  return {
    profiles: listOf(
      () => kept.profiles,
      (profile) => profile.identity,
      (profiles) => ({ profiles }),
    ),
    snippets: listOf(
      () => kept.snippets,
      (snippet) => snippet.id,
      (snippets) => ({ snippets }),
    ),
    scripts: listOf(
      () => kept.scripts,
      (script) => script.id,
      (scripts) => ({ scripts }),
    ),
  };
}
