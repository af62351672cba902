import { renameSync, writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';

/**
 * Supervision whose launcher was killed stops itself, but it takes a moment, in which it still holds port and database. The
 * next launcher waits for it here, and ends it when it hangs.
 */

const noteSchema = z.object({ pid: z.int().min(2), bootId: z.uuid() });
const waitMs = 5_000;
const pollMs = 20;

const notePath = (folder: string): string => join(folder, 'supervision.json');

/**
 * Notes the process that runs now, at once and whole, so that a kill right after its start finds it noted. Not fsynced:
 * after a power cut there is no orphan.
 */
export function noteSupervision(folder: string, note: { pid: number; bootId: string }): void {
  const next = `${notePath(folder)}.next`;
  writeFileSync(next, JSON.stringify(note));
  renameSync(next, notePath(folder));
}

/** Resolves when no supervision of an earlier launcher runs any more. */
export async function endOrphan(folder: string, log: Logger): Promise<void> {
  const note = await readNote(folder);
  if (note === null) return;
  const { pid } = note;
  if (isAlive(pid) && (await isOurs(note)) !== 'no') {
    log.warn(note, 'supervision of an earlier launcher still runs');
    if (!(await isGone(pid, waitMs)) && (await isOurs(note)) === 'yes') {
      process.kill(pid, 'SIGKILL');
      await isGone(pid, waitMs);
    }
  }
  await rm(notePath(folder), { force: true });
}

async function readNote(folder: string): Promise<z.infer<typeof noteSchema> | null> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(notePath(folder), 'utf8')));
  } catch {
    return null;
  }
}

async function isGone(pid: number, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (isAlive(pid)) {
    if (performance.now() > until) return false;
    await new Promise((wake) => setTimeout(wake, pollMs));
  }
  return true;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A process id may have been given to somebody else. Linux shows the boot id in the environment; others do not say. */
async function isOurs({ pid, bootId }: { pid: number; bootId: string }): Promise<'yes' | 'no' | 'unknown'> {
  if (process.platform !== 'linux') return 'unknown';
  try {
    return (await readFile(`/proc/${pid}/environ`, 'latin1')).includes(bootId) ? 'yes' : 'no';
  } catch {
    return 'no';
  }
}
