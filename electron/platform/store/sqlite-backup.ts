import { randomBytes } from 'node:crypto';
import { chmod, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { fsyncFolder, syncFile } from '#platform/files/atomic-file.ts';
import { fileReason } from '#platform/files/file-error.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/**
 * Copies the database at `from` to `to` as it is at this moment, without the space that deleted rows still hold. Others
 * read and write meanwhile. The copy is readable by this account alone: it holds password hashes. Fails with FILE_WRITE;
 * an older file at `to` is then untouched.
 */
export async function backUpSqlite(from: string, to: string): Promise<Result<null>> {
  const temporary = join(dirname(to), `.${basename(to)}.${randomBytes(4).toString('hex')}.unfinished`);
  try {
    await vacuumInto(from, temporary);
    await chmod(temporary, 0o600);
    await syncFile(temporary);
    await rename(temporary, to);
    await fsyncFolder(dirname(to));
    return ok(null);
  } catch (error) {
    await rm(temporary, { force: true });
    return fail(failure('FILE_WRITE', { file: basename(to), why: fileReason(error) }));
  }
}

/** As text, so that it needs no file of its own beside the bundled program. */
const program = `
const { workerData } = require('node:worker_threads');
const { DatabaseSync } = require('node:sqlite');
const sql = new DatabaseSync(workerData.from, { readOnly: true, timeout: 5_000 });
sql.prepare('VACUUM INTO ?').run(workerData.to);
sql.close();
`;

/** VACUUM INTO on a thread of its own: Node's SQLite would stop this one for as long as the copying takes. */
async function vacuumInto(from: string, to: string): Promise<void> {
  const worker = new Worker(program, { eval: true, workerData: { from, to } });
  await new Promise<void>((resolve, reject) => {
    worker.once('error', reject).once('exit', () => resolve());
  });
}
