import { spawn } from 'node:child_process';

export interface CommandEnd {
  /** Exit code; null when a signal ended it or it could not be started. */
  code: number | null;
  /** Null: it ended with 0. Otherwise how, as the end of a sentence. */
  problem: string | null;
  /** What it wrote last, both streams as they came, at most {@link outputCharacters}. */
  output: string;
}

interface CommandOptions {
  timeoutMs: number;
  /** Added to our own environment. */
  env?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
  onStarted?(pid: number): void;
}

/** Beginnings of long outputs are dropped: the reason of a failure stands at the end. */
export const outputCharacters = 32 * 1024;
const killAfterMs = 5_000;

/**
 * Runs a program of the machine, without a shell, and never rejects. After `timeoutMs`, or when `signal` aborts, it and all
 * that it started are asked to end, and killed 5 s later.
 */
export function runCommand(command: readonly string[], options: CommandOptions): Promise<CommandEnd> {
  const [program = '', ...args] = command;
  const { promise, resolve } = Promise.withResolvers<CommandEnd>();
  let output = '';
  let cut: string | null = null;
  const grouped = process.platform !== 'win32';
  const child = spawn(program, args, {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: an installer starts programs that have to end with it.
    detached: grouped,
  });
  if (child.pid !== undefined) options.onStarted?.(child.pid);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-outputCharacters);
    });
  }
  const kill = (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.pid === undefined) return;
    try {
      process.kill(grouped ? -child.pid : child.pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  };
  let hard: NodeJS.Timeout | undefined;
  const end = (why: string) => {
    if (cut !== null) return;
    cut = why;
    kill('SIGTERM');
    hard = setTimeout(() => kill('SIGKILL'), killAfterMs);
  };
  const timer = setTimeout(
    () => end(`it did not end within ${options.timeoutMs / 1000} s`),
    options.timeoutMs,
  );
  const abort = () => end('it was stopped');
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted) abort();

  const finish = (code: number | null, problem: string | null) => {
    clearTimeout(timer);
    clearTimeout(hard);
    options.signal?.removeEventListener('abort', abort);
    resolve({ code, problem: cut ?? problem, output });
  };
  child.once('error', (error) => {
    if (child.pid === undefined) finish(null, `it could not be started (${error.message})`);
  });
  child.once('close', (code, signal) => {
    if (signal !== null) finish(null, `it was ended by ${signal}`);
    else finish(code, code === 0 ? null : `it ended with exit code ${code}`);
  });
  return promise;
}
