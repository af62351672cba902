import { join } from 'node:path';
import type { Logger } from 'pino';
import { gatewayFolders } from '../launcher-protocol.ts';
import { afterMissingProgram, chooseRun, type Run } from './decisions.ts';
import { bootFirmware } from './firmware/boot-firmware.ts';
import { markFirmware } from './firmware/install-firmware.ts';
import type { LauncherOptions } from './options.ts';
import { createRevisions } from './revisions.ts';
import type { StateFile } from './state-file.ts';

export interface PreparedRun {
  run: Run;
  entry: string;
}

/** At boot also: whether the installer of the machine has installed an image, which takes a reboot of the machine. */
interface Prepared extends PreparedRun {
  machineInstalled: boolean;
}

/** Brings the files below the data folder to what the state says, before a start of supervision and after a confirmation. */
export interface RunPreparation {
  /** At `boot`, staged firmware is taken up first. Always ends with a program that is there. */
  prepare(boot: boolean): Promise<Prepared>;
  /** Removes revisions that can neither run nor come back. Never rejects. */
  removeOldRevisions(): Promise<void>;
}

export function createRunPreparation(deps: {
  options: LauncherOptions;
  factoryEntry: string;
  state: StateFile;
  now(): string;
  /** Aborts when the launcher stops. */
  signal: AbortSignal;
  log: Logger;
}): RunPreparation {
  const { options, state, log } = deps;
  const folder = (name: keyof typeof gatewayFolders) => join(options.dataFolder, gatewayFolders[name]);
  const revisions = createRevisions(folder('revisions'), deps.factoryEntry);
  const keyFolders = [folder('keys'), ...options.keyFolders];

  /** What a full or failing disk may leave undone without keeping the gateway from running. */
  const tolerate = (what: string) => (error: unknown) => log.error({ error }, what);

  async function removeOldRevisions(): Promise<void> {
    const { active, previous } = state.value();
    const running = chooseRun(state.value()).program;
    const keep = [active, running, ...(previous === null ? [] : [previous])];
    await revisions.keepOnly(keep).catch(tolerate('old revisions cannot be removed'));
  }

  async function findRun(): Promise<PreparedRun> {
    const run = chooseRun(state.value());
    const entry = await revisions.entry(run.program);
    if (entry !== null) return { run, entry };
    log.error({ program: run.program }, 'the program of this revision is missing');
    await state.update((before) => afterMissingProgram(before, { seconds: options.healthTimeoutMs / 1000 }));
    // Ends: each round gives up a trial or the active revision, and the factory's program is always there.
    return findRun();
  }

  return {
    removeOldRevisions,
    async prepare(boot) {
      const { firmwareCommand: command, firmwareTimeoutMs: timeoutMs } = options;
      const { signal } = deps;
      const installer = command === null ? null : { command, timeoutMs, folder: folder('launcher'), signal };
      const rebootsMachine = options.rebootCommand !== null;
      const booted = boot
        ? await bootFirmware({ ...options, ...deps, keyFolders, installer, rebootsMachine }).catch(
            tolerate('staged firmware cannot be read'),
          )
        : undefined;
      const prepared = await findRun();
      await markFirmware(folder('firmware'), prepared.run.firmware).catch(
        tolerate('the firmware marker cannot be written'),
      );
      await removeOldRevisions();
      return { ...prepared, machineInstalled: booted?.machineInstalled ?? false };
    },
  };
}
