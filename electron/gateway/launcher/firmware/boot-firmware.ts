import { join } from 'node:path';
import type { Logger } from 'pino';
import { gatewayFolders } from '../../launcher-protocol.ts';
import { afterFirmwareRefused, afterFirmwareTakenUp } from '../decisions.ts';
import type { StateFile } from '../state-file.ts';
import { installFirmware, removeUnfinishedFirmware } from './install-firmware.ts';
import { readStaged, removeStaged } from './staged-firmware.ts';

interface BootDeps {
  dataFolder: string;
  keyFolders: readonly string[];
  allowUnsigned: boolean;
  state: StateFile;
  now(): string;
  log: Logger;
}

/**
 * At every boot: takes a staged image up into the free slot and puts it on trial, or settles its job when it does not pass.
 * Killed at any point, the next boot does the rest; an image is taken up once.
 */
export async function bootFirmware(deps: BootDeps): Promise<void> {
  const { state, log } = deps;
  const installFolder = join(deps.dataFolder, gatewayFolders.install);
  const firmwareFolder = join(deps.dataFolder, gatewayFolders.firmware);
  await removeUnfinishedFirmware(firmwareFolder);
  // One trial at a time: whatever is being verified is decided first, the image waits for the next boot.
  if (state.value().trial !== null) return;
  const staged = await readStaged(installFolder);
  if (staged === null) return;
  if (staged.jobId !== state.value().lastFirmwareJobId) {
    const current = state.value().firmware;
    const installed = await installFirmware(staged, { ...deps, installFolder, firmwareFolder, current });
    const { jobId } = staged;
    if (installed.ok) {
      const firmware = installed.value;
      log.info({ jobId, firmware }, 'firmware taken up');
      await state.update((before) => afterFirmwareTakenUp(before, { jobId, firmware, now: deps.now() }));
    } else {
      const { code, message: reason, detail } = installed.failure;
      log.warn({ jobId, code, reason, detail }, 'staged firmware refused');
      await state.update((before) => afterFirmwareRefused(before, { jobId, code, reason }));
    }
  }
  await removeStaged(installFolder, staged);
}
