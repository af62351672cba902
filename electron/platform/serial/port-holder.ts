import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Where the system keeps what is asked here. */
export interface HolderFolders {
  processes: string;
  /** Lock files as of UUCP (FHS 3.0 §5.9): `LCK..ttyUSB0` holds the number of a process in ASCII. */
  locks: string;
}

const systemFolders: HolderFolders = { processes: '/proc', locks: '/var/lock' };

/**
 * Other programs that have the devices open or locked, as "minicom (process 4711)", by path; those without are left out.
 * Linux only; open files are seen of programs of this account, or of all for the administrator, lock files of all.
 */
export async function programsAtEach(
  paths: readonly string[],
  folders: HolderFolders = systemFolders,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  if (paths.length === 0) return found;
  const opened = await openFiles(folders.processes);
  for (const path of paths) {
    const device = await realpath(path).catch(() => path);
    const ids = new Set([...(opened.get(device) ?? []), ...(await lockedBy(device, folders))]);
    if (ids.size > 0) found.set(path, await Promise.all([...ids].map((id) => nameOf(id, folders.processes))));
  }
  return found;
}

/** As {@link programsAtEach} of one device. For a sentence, after opening has failed. */
export const programsAt = async (path: string, folders?: HolderFolders): Promise<readonly string[]> =>
  (await programsAtEach([path], folders)).get(path) ?? [];

/** Processes other than this one by the files in `/dev` or a pseudo-terminal's that they have open. One look at each. */
async function openFiles(folder: string): Promise<Map<string, Set<string>>> {
  const holders = new Map<string, Set<string>>();
  const names = await readdir(folder).catch(() => []);
  const others = names.filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  await Promise.all(
    others.map(async (id) => {
      const files = join(folder, id, 'fd');
      for (const name of await readdir(files).catch(() => [])) {
        const target = await readlink(join(files, name)).catch(() => '');
        if (target.startsWith('/')) holders.set(target, (holders.get(target) ?? new Set()).add(id));
      }
    }),
  );
  return holders;
}

/** A lock that a program left behind when it died counts for nothing. */
async function lockedBy(device: string, { locks, processes }: HolderFolders): Promise<string[]> {
  const text = await readFile(join(locks, `LCK..${basename(device)}`), 'latin1').catch(() => '');
  const id = /^\s*(\d{1,10})\b/.exec(text)?.[1];
  if (id === undefined || id === String(process.pid)) return [];
  return readFile(join(processes, id, 'comm')).then(
    () => [id],
    () => [],
  );
}

async function nameOf(id: string, folder: string): Promise<string> {
  const name = await readFile(join(folder, id, 'comm'), 'utf8').catch(() => '');
  return `${name.trim() || 'a program'} (process ${id})`;
}
