import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';

/** Set for the installer, so that its process can be told from another one of the same number. */
export const installerVariable = 'GATEWRIGHT_FIRMWARE_JOB';

const noteSchema = z.object({ pid: z.int().min(2), jobId: z.uuid() });
const pollMs = 50;
const waitMs = 10_000;

const notePath = (folder: string): string => join(folder, 'installer.json');

/** Notes the installer that runs now: it goes on when the launcher is killed, and two must never write at the same time. */
export function noteInstaller(folder: string, note: z.infer<typeof noteSchema>): void {
  const next = `${notePath(folder)}.next`;
  writeFileSync(next, JSON.stringify(note));
  renameSync(next, notePath(folder));
}

export const forgetInstaller = (folder: string): void => rmSync(notePath(folder), { force: true });

/** Ends an installer of an earlier launcher with all that it started. Resolves when it is gone. */
export async function endInstaller(folder: string, log: Logger): Promise<void> {
  const note = await readNote(folder);
  if (note !== null && (await isOurs(note))) {
    log.warn(note, 'an installer of an earlier launcher still runs; it is ended');
    signalGroup(note.pid, 'SIGKILL');
    const until = performance.now() + waitMs;
    while ((await isOurs(note)) && performance.now() < until) {
      await new Promise((wake) => setTimeout(wake, pollMs));
    }
  }
  forgetInstaller(folder);
}

async function readNote(folder: string): Promise<z.infer<typeof noteSchema> | null> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(notePath(folder), 'utf8')));
  } catch {
    return null;
  }
}

/** Linux only, where installers of this kind are; elsewhere nothing is known, and nothing is ended. */
async function isOurs({ pid, jobId }: z.infer<typeof noteSchema>): Promise<boolean> {
  try {
    return (await readFile(`/proc/${pid}/environ`, 'latin1')).includes(`${installerVariable}=${jobId}`);
  } catch {
    return false;
  }
}

function signalGroup(pid: number, signal: 'SIGKILL'): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
