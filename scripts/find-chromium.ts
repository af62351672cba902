import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

const namesOnPath = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
];

const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const windowsPrograms = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

const windowsRoots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'] as const;

export interface Surroundings {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  isExecutable(path: string): boolean;
}

const here: Surroundings = {
  platform: process.platform,
  env: process.env,
  isExecutable: (path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
};

/** Where a Chromium or Chrome may be on this system, most wanted first. `GATEWRIGHT_CHROMIUM` beats all. */
function candidates({ platform, env }: Surroundings): string[] {
  const named = env.GATEWRIGHT_CHROMIUM === undefined ? [] : [env.GATEWRIGHT_CHROMIUM];
  if (platform === 'darwin') return [...named, ...macApplications];
  if (platform === 'win32') {
    const roots = windowsRoots.flatMap((name) => env[name] ?? []);
    return [...named, ...windowsPrograms.flatMap((program) => roots.map((root) => `${root}\\${program}`))];
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...named, ...namesOnPath.flatMap((name) => folders.map((folder) => join(folder, name)))];
}

/** Path of a Chromium that the end-to-end tests can drive, or null. */
export function findChromium(surroundings: Surroundings = here): string | null {
  return candidates(surroundings).find((path) => surroundings.isExecutable(path)) ?? null;
}
