import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gatewayFolders } from '../launcher-protocol.ts';

/** Folders of the data folder that supervision uses, as paths. */
export const foldersOf = (dataFolder: string) => {
  const at = (name: keyof typeof gatewayFolders) => join(dataFolder, gatewayFolders[name]);
  return {
    data: dataFolder,
    state: at('state'),
    uploads: at('uploads'),
    snapshots: at('snapshots'),
    revisions: at('revisions'),
    install: at('install'),
    keys: at('keys'),
    tls: at('tls'),
  };
};
export type Folders = ReturnType<typeof foldersOf>;

/** Makes what is missing and empties `uploads/`: what lies there belongs to requests of an earlier run. */
export async function prepareFolders(folders: Folders): Promise<void> {
  await Promise.all(Object.values(folders).map((path) => mkdir(path, { recursive: true, mode: 0o700 })));
  for (const name of await readdir(folders.uploads)) {
    await rm(join(folders.uploads, name), { recursive: true, force: true });
  }
}
