import { type ChildProcess, fork } from 'node:child_process';
import { createChildListeners } from './child-listeners.ts';
import { createLineCutter } from './lines.ts';
import type { Child, Spawner, SpawnOptions } from './spawner.ts';

/**
 * V8 lets this part of the heap grow to 16 MiB, thrice over; our programs serve as many requests a second with 2, and the
 * gateway takes 80 MiB less after a load (bench `gateway`).
 */
const youngHeapMiB = 2;

/** Runs programs of ours in processes of their own with `child_process.fork`. */
export const createForkSpawner = (): Spawner => ({ spawn: spawnFork });

function spawnFork(entry: string, options: SpawnOptions): Child {
  const child = fork(entry, [...options.args], {
    env: { ...process.env, ...options.env },
    // Flags of the parent (a test runner's loader, an inspector port) are not the child's.
    execArgv: [
      '--disable-warning=ExperimentalWarning',
      `--max-semi-space-size=${youngHeapMiB}`,
      ...(options.maxHeapMiB === undefined ? [] : [`--max-old-space-size=${options.maxHeapMiB}`]),
    ],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  forwardLines(child, options);
  const listeners = createChildListeners();
  child.on('message', (message) => listeners.message(message));
  // `error` without a pid: the program could not be started at all, and no `exit` follows.
  child.on('error', (error) => {
    options.onOutput('error', String(error));
    if (child.pid === undefined) listeners.exit({ code: null, signal: null });
  });
  child.on('exit', (code, signal) => listeners.exit({ code, signal }));
  return {
    pid: child.pid,
    onMessage: listeners.onMessage,
    onExit: listeners.onExit,
    send(message) {
      if (!child.connected) return;
      // A channel that breaks now belongs to a child that is ending; its exit says the rest.
      child.send(message as object, () => undefined);
    },
    kill: (signal) => void child.kill(signal),
  };
}

function forwardLines(child: ChildProcess, options: SpawnOptions): void {
  for (const [name, stream] of [
    ['out', child.stdout],
    ['error', child.stderr],
  ] as const) {
    const lines = createLineCutter((line) => options.onOutput(name, line));
    stream?.on('data', lines.push).on('end', lines.end);
  }
}
