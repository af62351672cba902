import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Other programs that have the device open, as "minicom (process 4711)". Linux only, and only programs of this account,
 * or all for the administrator: empty elsewhere. For a sentence, after opening has failed.
 */
export async function programsAt(path: string, processFolder = '/proc'): Promise<string[]> {
  const device = await realpath(path).catch(() => path);
  const names = await readdir(processFolder).catch(() => []);
  const others = names.filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const found = await Promise.all(
    others.map(async (id) => ((await hasOpen(join(processFolder, id, 'fd'), device)) ? id : null)),
  );
  const holders = found.filter((id) => id !== null);
  return Promise.all(
    holders.map(async (id) => {
      const name = await readFile(join(processFolder, id, 'comm'), 'utf8').catch(() => '');
      return `${name.trim() || 'a program'} (process ${id})`;
    }),
  );
}

async function hasOpen(folder: string, device: string): Promise<boolean> {
  for (const name of await readdir(folder).catch(() => [])) {
    if ((await readlink(join(folder, name)).catch(() => '')) === device) return true;
  }
  return false;
}
