import type { FileSource } from '#platform/transfer/file-ports.ts';
import { filesToSend } from '#platform/transfer/files-to-send.ts';
import { ok, type Result } from '#shared/result.ts';
import type { FileShelf, ShelvedFile } from '../../files/file-shelf.ts';

/** The files behind tokens, as something to send. They stay on the shelf until `release`. */
export interface ShelfSource extends FileSource {
  release(): Promise<void>;
}

/** Failures: FILE_TOKEN_UNKNOWN, FILE_MISSING, FILE_READ. */
export async function openShelfSource(
  shelf: FileShelf,
  tokens: readonly string[],
): Promise<Result<ShelfSource>> {
  const shelved: ShelvedFile[] = [];
  for (const token of tokens) {
    const found = await shelf.find(token);
    if (!found.ok) return found;
    shelved.push(found.value);
  }
  const source = await filesToSend(shelved.map(({ path }) => path));
  if (!source.ok) return source;
  const held = tokens.map((token) => shelf.hold(token));
  return ok({
    // What a browser sent lies under a name that means nothing.
    files: source.value.files.map((file, index) => ({ ...file, name: shelved[index]?.name ?? file.name })),
    open: source.value.open,
    async release() {
      await Promise.all(held.map((letGo) => letGo()));
    },
  });
}
