import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { findChromium } from './find-chromium.ts';
import { findPostgres } from './find-postgres.ts';

/** Programs that the tests drive and that npm cannot bring. */
interface SystemProgram {
  program: string;
  /** Package name on Debian and Ubuntu; several parted by a blank. */
  debian: string;
  neededFor: string;
  /** Windows has neither these programs nor the tests that drive them. */
  notOnWindows?: true;
}

const programs: readonly SystemProgram[] = [
  { program: 'chromium', debian: 'chromium', neededFor: 'end-to-end tests' },
  { program: 'curl', debian: 'curl', neededFor: 'the contract tests that replay the documented curl lines' },
  {
    program: 'zip',
    debian: 'zip',
    neededFor: 'archive tests against a foreign zip writer',
    notOnWindows: true,
  },
  {
    program: 'unzip',
    debian: 'unzip',
    neededFor: 'archive tests against a foreign zip reader',
    notOnWindows: true,
  },
  { program: 'openssl', debian: 'openssl', neededFor: 'certificate and signature tests' },
  { program: 'socat', debian: 'socat', neededFor: 'serial tests on pseudo-terminals', notOnWindows: true },
  {
    program: 'pymodbus.server',
    debian: 'python3-pymodbus python3-serial-asyncio',
    neededFor: 'Modbus tests against a foreign device',
    notOnWindows: true,
  },
  {
    program: 'mosquitto',
    debian: 'mosquitto',
    neededFor: 'MQTT tests against a foreign broker',
    notOnWindows: true,
  },
  {
    program: 'mosquitto_pub',
    debian: 'mosquitto-clients',
    neededFor: 'MQTT tests against a foreign client',
    notOnWindows: true,
  },
  {
    program: 'postgres',
    debian: 'postgresql',
    neededFor: 'the fleet backend on PostgreSQL',
    notOnWindows: true,
  },
  {
    program: 'qemu-system-arm',
    debian: 'qemu-system-arm u-boot-qemu',
    neededFor: 'recovery recipes against a real boot loader',
    notOnWindows: true,
  },
  { program: 'sz', debian: 'lrzsz', neededFor: 'serial transfer tests', notOnWindows: true },
  { program: 'swupdate', debian: 'swupdate', neededFor: 'firmware tests with SWUpdate', notOnWindows: true },
  { program: 'cpio', debian: 'cpio', neededFor: 'images for SWUpdate', notOnWindows: true },
  { program: 'rauc', debian: 'rauc', neededFor: 'firmware tests with RAUC', notOnWindows: true },
  { program: 'mksquashfs', debian: 'squashfs-tools', neededFor: 'bundles for RAUC', notOnWindows: true },
  { program: 'dbus-daemon', debian: 'dbus', neededFor: 'a bus for RAUC', notOnWindows: true },
];

const executableNames = (program: string): string[] =>
  process.platform === 'win32' ? [`${program}.exe`] : [program];

function isOnPath(program: string): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return executableNames(program).some((name) =>
    folders.some((folder) => {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }),
  );
}

function isThere({ program }: SystemProgram): boolean {
  if (program === 'chromium') return findChromium() !== null;
  return program === 'postgres' ? findPostgres() !== null : isOnPath(program);
}

export const missingPrograms = (): SystemProgram[] =>
  programs.filter(
    (entry) => !isThere(entry) && !(process.platform === 'win32' && entry.notOnWindows === true),
  );

const canInstall = (): boolean =>
  process.platform === 'linux' && process.getuid?.() === 0 && isOnPath('apt-get');

function apt(args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env });
  return status === 0;
}

/** One line for each missing program, with how to get it. */
export function howToInstall(missing: readonly SystemProgram[]): string {
  const names = missing.map((entry) => entry.debian).join(' ');
  const lines = missing.map((entry) => `  ${entry.program}: for ${entry.neededFor}`);
  return [
    'These programs are missing:',
    ...lines,
    `Debian, Ubuntu:  sudo apt-get install ${names}`,
    'macOS:           brew install the same names (Chromium: any Google Chrome will do)',
    'Another place:   GATEWRIGHT_CHROMIUM=/path/to/chrome',
  ].join('\n');
}

/**
 * Installs what is missing where that needs no question (root on Debian or Ubuntu).
 * Returns what is still missing.
 */
export function ensureSystemPackages(say: (line: string) => void): SystemProgram[] {
  const missing = missingPrograms();
  if (missing.length === 0 || !canInstall()) return missing;
  const packages = missing.flatMap((entry) => entry.debian.split(' '));
  say(`installing ${packages.join(', ')}`);
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  if (!apt(install)) {
    apt(['update']);
    apt(install);
  }
  return missingPrograms();
}
