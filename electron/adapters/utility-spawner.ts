import { resolve, sep } from 'node:path';
import process from 'node:process';
import { type UtilityProcess, utilityProcess } from 'electron';
import { serveBroker } from '#platform/processes/broker.ts';
import { createChildListeners } from '#platform/processes/child-listeners.ts';
import { createLineCutter } from '#platform/processes/lines.ts';
import type { Child, Spawner, SpawnOptions } from '#platform/processes/spawner.ts';

interface UtilitySpawnerOptions {
  /** Only programs below these folders are started for children that ask (a utility process may not start any itself). */
  programFolders: readonly string[];
  /** Ends a process at once; Electron itself offers only the gentle way. */
  kill?: (pid: number, signal: 'SIGKILL') => void;
}

/** Whether `entry` is a file below one of `folders`, whatever dots are in it. */
export const isBelow = (entry: string, folders: readonly string[]): boolean =>
  folders.some((folder) => resolve(entry).startsWith(resolve(folder) + sep));

/**
 * Starts our programs as Electron utility processes, because the `runAsNode` fuse is off and nothing can be forked as
 * Node. Every child may ask for children of its own, which are started here and end with it.
 */
export function createUtilitySpawner(options: UtilitySpawnerOptions): Spawner {
  const kill = options.kill ?? ((pid, signal) => process.kill(pid, signal));
  const spawner: Spawner = {
    spawn(entry, spawnOptions) {
      const child = startUtility(entry, spawnOptions, kill);
      serveBroker(child, spawner, (path) => isBelow(path, options.programFolders));
      return child;
    },
  };
  return spawner;
}

function startUtility(
  entry: string,
  options: SpawnOptions,
  kill: (pid: number, signal: 'SIGKILL') => void,
): Child {
  const child = utilityProcess.fork(entry, [...options.args], {
    serviceName: options.name,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  forwardLines(child, options.onOutput);
  const listeners = createChildListeners();
  child.on('message', (message) => listeners.message(message));
  // On POSIX Electron reports what waitpid said; a signal is not told apart.
  child.once('exit', (code) => listeners.exit({ code, signal: null }));
  return {
    get pid() {
      return child.pid;
    },
    onMessage: listeners.onMessage,
    onExit: listeners.onExit,
    send: (message) => child.postMessage(message),
    kill(signal) {
      if (signal === 'SIGTERM') child.kill();
      else if (child.pid !== undefined && !listeners.hasEnded()) killNow(child.pid, kill);
    },
  };
}

function killNow(pid: number, kill: (pid: number, signal: 'SIGKILL') => void): void {
  try {
    kill(pid, 'SIGKILL');
  } catch {
    // It ended in the same moment; `exit` tells.
  }
}

function forwardLines(child: UtilityProcess, onOutput: SpawnOptions['onOutput']): void {
  const streams = [
    ['out', child.stdout],
    ['error', child.stderr],
  ] as const;
  for (const [name, stream] of streams) {
    const lines = createLineCutter((line) => onOutput(name, line));
    stream?.on('data', lines.push).on('end', lines.end);
  }
}
