import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { LineSettings } from '#shared/bridge/serial-ports.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { isFileError } from '../files/file-error.ts';
import { readGroups, type SystemGroups } from './owning-group.ts';
import { programsAt } from './port-holder.ts';

/** What the system knows of a device file and of us. */
export interface DeviceFacts {
  stat(path: string): Promise<{ mode: number; gid: number; isCharacterDevice(): boolean }>;
  /** Rejects as `access` does. */
  mayUse(path: string): Promise<void>;
  groups: SystemGroups;
}

const ownFacts: DeviceFacts = {
  stat,
  mayUse: (path) => access(path, constants.R_OK | constants.W_OK),
  groups: readGroups,
};

/**
 * What can be told before opening, by the system's codes rather than by sentences of a library.
 * Failures: SERIAL_NOT_THERE, SERIAL_NOT_A_PORT, SERIAL_NO_PERMISSION.
 */
export async function checkPort(path: string, facts: DeviceFacts = ownFacts): Promise<Result<null>> {
  // Windows: ports are no files.
  if (/^(\\\\\.\\)?COM\d+$/i.test(path)) return ok(null);
  const notThere = () => fail(failure('SERIAL_NOT_THERE', { port: path }));
  try {
    const device = await facts.stat(path);
    if (!device.isCharacterDevice()) return fail(failure('SERIAL_NOT_A_PORT', { port: path }));
  } catch {
    return notThere();
  }
  try {
    await facts.mayUse(path);
    return ok(null);
  } catch (error) {
    if (!isFileError(error, 'EACCES', 'EPERM')) return notThere();
    return fail(await noPermission(path, facts));
  }
}

/** Names the group that the device belongs to, and how this account gets into it. */
async function noPermission(path: string, facts: DeviceFacts): Promise<Failure> {
  const { mode, gid } = await facts.stat(path);
  const group = (await facts.groups(gid)) ?? null;
  const groupMayUse = (mode & 0o060) === 0o060;
  if (group === null || gid === 0 || !groupMayUse) {
    const why = 'it belongs to the system alone';
    const remedy = 'Ask the administrator of this computer to let a group such as dialout use it.';
    return failure('SERIAL_NO_PERMISSION', { port: path, why, remedy });
  }
  const why = `it belongs to the group ${group.name}`;
  if (group.listsUs) {
    const remedy = 'You are in that group, but not since this login. Log out and in again.';
    return failure('SERIAL_NO_PERMISSION', { port: path, why, remedy, group: group.name });
  }
  const command = `sudo usermod -aG ${group.name} $USER`;
  const remedy = `Run "${command}", then log out and in again.`;
  return failure('SERIAL_NO_PERMISSION', { port: path, why, remedy, group: group.name, command });
}

/** The library has sentences only; on Windows they are its own, elsewhere `strerror` stands in them. */
const kinds: readonly [RegExp, 'used' | 'missing' | 'denied' | 'settings' | 'not-a-port'][] = [
  [/cannot lock|resource temporarily unavailable|resource busy|access denied/i, 'used'],
  [/no such (file|device)|file not found/i, 'missing'],
  [/permission denied|operation not permitted/i, 'denied'],
  [/inappropriate ioctl|is a directory/i, 'not-a-port'],
  [/baud rate|invalid (data|parity|stop)|invalid argument|SetCommState/i, 'settings'],
];

/** Turns what the library says at opening into a failure. */
export async function openTrouble(
  path: string,
  settings: LineSettings,
  error: Error,
  facts: DeviceFacts = ownFacts,
): Promise<Failure> {
  const kind = kinds.find(([pattern]) => pattern.test(error.message))?.[1];
  const { message } = error;
  switch (kind) {
    case 'used': {
      const programs = await programsAt(path);
      const program = programs.length === 0 ? 'another program' : programs.join(' and ');
      return failure('SERIAL_IN_USE', { port: path, program }, message);
    }
    case 'missing':
      return failure('SERIAL_NOT_THERE', { port: path }, message);
    case 'not-a-port':
      return failure('SERIAL_NOT_A_PORT', { port: path }, message);
    case 'denied':
      return noPermission(path, facts);
    case 'settings':
      return failure('SERIAL_SETTINGS_REFUSED', { port: path, settings: inWords(settings) }, message);
    default:
      return failure('SERIAL_REFUSED', { port: path, why: message.replace(/^Error:?\s*/, '') }, message);
  }
}

/** As people write it: "115200 8N1". */
export const inWords = ({ baudRate, dataBits, parity, stopBits }: LineSettings): string =>
  `${baudRate} ${dataBits}${parity.slice(0, 1).toUpperCase()}${stopBits}`;
