import { readFile } from 'node:fs/promises';
import { release, type as systemName } from 'node:os';
import type { Machine } from '../machine.ts';
import { parseNetworkBytes, parseOsRelease } from './parse-proc.ts';
import { createProcessScanner } from './process-scanner.ts';

/** Reads `/proc` itself: cheap enough for a sample a second, and no other program is started for it. */
export function createLinuxMachine(): Machine {
  const scan = createProcessScanner();
  return {
    networkBytes: async () => parseNetworkBytes(await readFile('/proc/net/dev', 'utf8')),
    processes: scan,
    async about() {
      const values = parseOsRelease(await readOsRelease());
      return {
        distro: values.get('NAME') ?? systemName(),
        // Rolling distributions have no version: then the kernel's says most.
        release: values.get('VERSION_ID') ?? values.get('BUILD_ID') ?? release(),
      };
    },
  };
}

async function readOsRelease(): Promise<string> {
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text !== null) return text;
  }
  return '';
}
