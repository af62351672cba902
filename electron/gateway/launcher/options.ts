import { randomUUID } from 'node:crypto';
import { type BootInfo, launcherVersion, type SettledJob } from '../launcher-protocol.ts';
import type { Run } from './decisions.ts';

export interface LauncherOptions {
  dataFolder: string;
  host: string;
  /** 0: any free port; the first one that supervision binds is kept. */
  port: number;
  tls: boolean;
  /** PEM files that were given; null: a certificate of the gateway's own. */
  certificate: { cert: string; key: string } | null;
  name: string | null;
  allowUnsigned: boolean;
  /** Beside `keys/` of the data folder. */
  keyFolders: readonly string[];
  /** Contract §2: 60 000. */
  healthTimeoutMs: number;
  plain: boolean;
  /** Port of the serial console; null: as the gateway's settings say. */
  console: { path: string; baudRate: number } | null;
  /** Whether somebody started this program who shows what is to be identified. */
  hasParent: boolean;
  /** Programs of a real machine with their arguments; null: the gateway's own way. */
  rebootCommand: readonly string[] | null;
  /** How long the machine may take to go down; then the gateway starts again as it is. */
  rebootWaitMs: number;
  identifyCommand: readonly string[] | null;
  /** `{file}` stands for the image. */
  firmwareCommand: readonly string[] | null;
  firmwareTimeoutMs: number;
}

/** What supervision is told at one start of it. */
export function makeBootInfo(
  options: LauncherOptions,
  start: { run: Run; port: number; settled: readonly SettledJob[] },
): BootInfo {
  return {
    dataFolder: options.dataFolder,
    host: options.host,
    port: start.port,
    tls: options.tls,
    name: options.name,
    allowUnsigned: options.allowUnsigned,
    keyFolders: [...options.keyFolders],
    bootId: randomUUID(),
    firmware: start.run.firmware.version,
    launcherVersion,
    verifyingJobId: start.run.verifyingJobId,
    settled: [...start.settled],
    plain: options.plain,
    console: options.console,
    certificate: options.certificate,
    identify: identifyOf(options),
    firmwareInstaller: options.firmwareCommand === null ? 'slots' : 'command',
    launcherPid: process.pid,
  };
}

function identifyOf({ identifyCommand, hasParent }: LauncherOptions): BootInfo['identify'] {
  if (identifyCommand !== null) return { by: 'command', command: [...identifyCommand] };
  return hasParent ? { by: 'workbench' } : null;
}
