import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Spawner } from '#platform/processes/spawner.ts';
import type { SecretStore } from '../ports.ts';
import { ensureAdminPassword } from './admin-password.ts';
import { freePort } from './free-port.ts';
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts';

/** The embedded gateway's program with all that it needs to be started. */
export interface SiteProgram {
  /** Of the first account. */
  password(): Promise<string>;
  /** One run, on `wantedPort` when that can be had. `first`: the account does not exist yet. */
  run(options: { wantedPort: number | null; first: boolean; signal: AbortSignal }): Promise<GatewayProcess>;
}

export function createSiteProgram(deps: {
  /** Of the site, inside the workbench's data folder. */
  folder: string;
  gatewayEntry: string;
  keyFolders: readonly string[];
  spawner: Spawner;
  secrets: SecretStore;
  onIdentify: (request: { by: string; at: number }) => void;
  log: Logger;
}): SiteProgram {
  const { folder, gatewayEntry: entry, spawner, onIdentify, log } = deps;
  const password = () => ensureAdminPassword(deps.secrets, join(folder, 'admin-password'));
  return {
    password,
    async run({ wantedPort, first, signal }) {
      const port = await freePort(wantedPort, signal);
      const args = gatewayArguments(join(folder, 'gateway'), port, deps.keyFolders);
      // Only for the account that does not exist yet: later it would lie in the environment for nothing.
      const env: Record<string, string> = first ? { GATEWRIGHT_ADMIN_PASSWORD: await password() } : {};
      return startGatewayProcess({ spawner, entry, args, env, onIdentify, log });
    },
  };
}

const gatewayArguments = (data: string, port: number, keyFolders: readonly string[]): string[] => [
  ...['--data', data, '--port', String(port), '--name', 'site'],
  ...keyFolders.flatMap((folder) => ['--keys', folder]),
];
