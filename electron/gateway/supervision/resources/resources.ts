import type { Logger } from 'pino';
import type { GatewaySettings } from '#shared/gateway-api/settings.ts';
import type { RecordActivity } from '../activity/record-activity.ts';
import type { Handlers } from '../http/call.ts';
import { createLinuxMachine } from './linux/linux-machine.ts';
import { createLiveResources, type LiveResources } from './live-resources.ts';
import { createPortableMachine } from './portable-machine.ts';
import type { Ownership } from './process-guard.ts';
import { createMachineMeter, createResourceHistory } from './resource-history.ts';
import { resourcesCalls } from './resources-calls.ts';

export interface ManagedProcess {
  name: string;
  pid: number | null;
}

interface ResourcesOptions {
  stateFolder: string;
  /** Whose file system is measured. */
  dataFolder: string;
  /** Null when the launcher did not say. */
  launcherPid: number | null;
  settings: () => Pick<GatewaySettings, 'killForeignProcesses'>;
  /** Drivers and logics. */
  managed: () => readonly ManagedProcess[];
  plain: boolean;
  note: RecordActivity;
  log: Logger;
}

/** What this machine does, its history, and the end of single processes (contract §4). */
export interface ResourcesPart {
  live: LiveResources;
  calls: Pick<Handlers, 'resources' | 'processKill' | 'resourcesHistory'>;
  start(): void;
  stop(): void;
}

export function createResources(options: ResourcesOptions): ResourcesPart {
  const { stateFolder, dataFolder, launcherPid, settings, managed, plain, note, log } = options;
  const machine = process.platform === 'linux' ? createLinuxMachine() : createPortableMachine();
  const live = createLiveResources({ machine, folder: dataFolder });
  const history = createResourceHistory({
    stateFolder,
    measure: createMachineMeter(dataFolder),
    now: Date.now,
    log,
  });
  const named = (): Map<number, string> => {
    const found = new Map(managed().flatMap(({ pid, name }) => (pid === null ? [] : [[pid, name] as const])));
    found.set(process.pid, 'supervision');
    if (launcherPid !== null) found.set(launcherPid, 'launcher');
    return found;
  };
  const calls = resourcesCalls({
    live,
    history,
    machine,
    names: named,
    ownership: (processes): Ownership => ({
      supervisionPid: process.pid,
      launcherPid,
      managedPids: new Set(named().keys()),
      foreignAllowed: settings().killForeignProcesses,
      parents: new Map(processes.map(({ pid, parentPid }) => [pid, parentPid])),
    }),
    signal: (pid, signal) => void process.kill(pid, signal),
    plain,
    note,
  });
  return { live, calls, start: history.start, stop: history.stop };
}
