import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { openJsonFile } from '#platform/files/json-file.ts';
import { initialState, type LauncherState, launcherStateSchema } from './launcher-state.ts';

/** The launcher's state in memory and on disk. */
export interface StateFile {
  value(): LauncherState;
  /**
   * Changes the state at once and tries to write it; resolves with whether it is on disk. Never rejects: with a full disk
   * the gateway goes on with what is decided, and the next update writes again. An unchanged state is not written.
   */
  update(change: (state: LauncherState) => LauncherState): Promise<boolean>;
}

/** A corrupt file is set aside and logged; the gateway then starts with the supervision that came with it. */
export async function openStateFile(folder: string, log: Logger): Promise<StateFile> {
  await mkdir(folder, { recursive: true });
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
      state = next;
      if (next === file.value()) return true;
      try {
        await file.write(next);
        return true;
      } catch (error) {
        log.error({ error }, 'the state of the launcher cannot be written');
        return false;
      }
    },
  };
}
