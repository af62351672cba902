import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gatewayFolders } from '../launcher-protocol.ts';

const resumable = 'resumable';

/** Folders of the data folder that supervision uses, as paths. */
export const foldersOf = (dataFolder: string) => {
  const at = (name: keyof typeof gatewayFolders) => join(dataFolder, gatewayFolders[name]);
  return {
    data: dataFolder,
    state: at('state'),
    uploads: at('uploads'),
    /** Made with the first resumable upload; kept over restarts. */
    resumableUploads: join(at('uploads'), resumable),
    snapshots: at('snapshots'),
    revisions: at('revisions'),
    install: at('install'),
    keys: at('keys'),
    logs: at('logs'),
    tls: at('tls'),
  };
};
export type Folders = ReturnType<typeof foldersOf>;

/**
 * Makes what is missing and empties `uploads/`: what lies there belongs to requests of an earlier run. Resumable uploads
 * stay.
 */
export async function prepareFolders({ resumableUploads: _later, ...folders }: Folders): Promise<void> {
  await Promise.all(Object.values(folders).map((path) => mkdir(path, { recursive: true, mode: 0o700 })));
  for (const name of await readdir(folders.uploads)) {
    if (name === resumable) continue;
    await rm(join(folders.uploads, name), { recursive: true, force: true });
  }
}
