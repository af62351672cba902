import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Failure } from '#shared/errors/failure.ts';
import { gatewayFolders, type SettledJob, type StagedFirmware } from '../../launcher-protocol.ts';
import { afterFirmwareRefused, afterFirmwareTakenUp } from '../decisions.ts';
import type { StateFile } from '../state-file.ts';
import { type CommandInstaller, installByCommand } from './command-installer.ts';
import { installFirmware, removeUnfinishedFirmware } from './install-firmware.ts';
import { readStaged, removeStaged } from './staged-firmware.ts';

interface BootDeps {
  dataFolder: string;
  keyFolders: readonly string[];
  allowUnsigned: boolean;
  state: StateFile;
  /** The installer of the machine; null: signed images into slots. */
  installer: CommandInstaller | null;
  /** Whether the machine is rebooted before what was installed is verified. */
  rebootsMachine: boolean;
  now(): string;
  log: Logger;
}

/**
 * At every boot: takes a staged image up and puts it on trial, or settles its job when it does not pass. Killed at any point,
 * the next boot does the rest; an image is taken up once. Resolves with whether the installer of the machine has installed
 * one: then the machine has to be rebooted.
 */
export async function bootFirmware(deps: BootDeps): Promise<{ machineInstalled: boolean }> {
  const { state, installer } = deps;
  const installFolder = join(deps.dataFolder, gatewayFolders.install);
  const nothing = { machineInstalled: false };
  await removeUnfinishedFirmware(join(deps.dataFolder, gatewayFolders.firmware));
  // One trial at a time: whatever is being verified is decided first, the image waits for the next boot.
  if (state.value().trial !== null) return nothing;
  const staged = await readStaged(installFolder);
  if (staged === null) return nothing;
  if (staged.jobId === state.value().lastFirmwareJobId) {
    await removeStaged(installFolder, staged);
    return nothing;
  }
  const taken =
    installer === null
      ? await takeIntoSlot(deps, staged, installFolder)
      : await takeByCommand(deps, staged, installFolder, installer);
  if (taken !== 'stopped') await removeStaged(installFolder, staged);
  return { machineInstalled: installer !== null && taken === 'installed' };
}

type Taken = 'installed' | 'refused' | 'stopped';

async function takeIntoSlot(deps: BootDeps, staged: StagedFirmware, installFolder: string): Promise<Taken> {
  const { state, log } = deps;
  const firmwareFolder = join(deps.dataFolder, gatewayFolders.firmware);
  const current = state.value().firmware;
  const installed = await installFirmware(staged, { ...deps, installFolder, firmwareFolder, current });
  const { jobId } = staged;
  if (!installed.ok) return refuse(deps, jobId, installed.failure, []);
  const firmware = installed.value;
  log.info({ jobId, firmware }, 'firmware taken up');
  await state.update((before) => afterFirmwareTakenUp(before, { jobId, firmware, now: deps.now() }));
  return 'installed';
}

async function takeByCommand(
  deps: BootDeps,
  staged: StagedFirmware,
  installFolder: string,
  installer: CommandInstaller,
): Promise<Taken> {
  const { state, log, rebootsMachine } = deps;
  const { jobId } = staged;
  const current = state.value().firmware;
  const outcome = await installByCommand(staged, { ...installer, installFolder, current, log });
  if (outcome.kind === 'stopped') return 'stopped';
  if (outcome.kind === 'refused') return refuse(deps, jobId, outcome.why, outcome.log);
  const command = { log: outcome.log, rebootsMachine };
  const taken = { jobId, firmware: outcome.firmware, now: deps.now(), command };
  await state.update((before) => afterFirmwareTakenUp(before, taken));
  return 'installed';
}

async function refuse(
  { state, log: logger }: BootDeps,
  jobId: string,
  { code, message: reason, detail }: Failure,
  log: NonNullable<SettledJob['log']>,
): Promise<'refused'> {
  logger.warn({ jobId, code, reason, detail }, 'staged firmware refused');
  await state.update((before) => afterFirmwareRefused(before, { jobId, code, reason, log }));
  return 'refused';
}
