import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { removeUnfinished } from '#platform/files/atomic-file.ts';
import { openJsonFile } from '#platform/files/json-file.ts';
import { initialState, type LauncherState, launcherStateSchema } from './launcher-state.ts';

/** The launcher's state in memory and on disk. */
export interface StateFile {
  value(): LauncherState;
  /** Changes the state at once; resolves when it is on disk. An unchanged state is not written. */
  update(change: (state: LauncherState) => LauncherState): Promise<void>;
}

/** A corrupt file is set aside and logged; the gateway then starts with the supervision that came with it. */
export async function openStateFile(folder: string, log: Logger): Promise<StateFile> {
  await mkdir(folder, { recursive: true });
  await removeUnfinished(folder);
  const file = await openJsonFile({
    path: join(folder, 'state.json'),
    schema: launcherStateSchema,
    defaults: initialState,
    log,
  });
  let state = file.value();
  return {
    value: () => state,
    async update(change) {
      const next = change(state);
      if (next === state) return;
      state = next;
      await file.write(next);
    },
  };
}
