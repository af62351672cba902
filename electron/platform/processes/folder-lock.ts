import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';

export interface FolderLock {
  /** Also done by the system when this process ends in any way, kill -9 included. Keep the lock referenced until then. */
  release(): void;
}

/**
 * Takes `folder` for this process alone, making it when needed. Fails with FOLDER_IN_USE when another process, or another
 * part of this one, has it. The lock is the one that SQLite takes on `lock.sqlite`: Node offers no other that the system
 * frees by itself.
 */
export function lockFolder(folder: string): Result<FolderLock> {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'lock.sqlite'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && error.message.includes('locked')) {
      return fail(failure('FOLDER_IN_USE', { folder }));
    }
    throw error;
  }
  return ok({
    release() {
      if (database.isOpen) database.close();
    },
  });
}
