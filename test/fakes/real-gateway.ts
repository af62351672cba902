import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The product's own gateway in its own process, on loopback: no fake, but at home with the fakes that tests start. */
export interface RealGateway {
  address: string;
  dataFolder: string;
  password: string;
  /** Everything it said. */
  output(): string;
  stop(): Promise<void>;
  /** Starts it again with the same data on the same port. */
  start(): Promise<void>;
  /** kill -9 of one of its two programs; a killed launcher stays away until {@link start}. */
  kill(program: 'launcher' | 'supervision'): Promise<void>;
}

export const adminPassword = 'correct horse';

export async function startRealGateway(
  options: { args?: readonly string[]; name?: string; password?: string; dataFolder?: string } = {},
): Promise<RealGateway> {
  const dataFolder = options.dataFolder ?? (await temporaryFolder());
  const password = options.password ?? adminPassword;
  let child: ChildProcess | null = null;
  let address = '';
  let output = '';

  async function start(): Promise<void> {
    const port = address === '' ? '0' : new URL(address).port;
    const args = ['--data', dataFolder, '--port', port, '--name', options.name ?? 'boiler-room'];
    const started = fork(
      join(process.cwd(), 'electron/gateway/main.js'),
      [...args, ...(options.args ?? [])],
      {
        env: { ...process.env, GATEWRIGHT_ADMIN_PASSWORD: password },
        execArgv: [],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    child = started;
    started.stderr?.on('data', (data) => {
      output += String(data);
    });
    address = await new Promise<string>((resolve, reject) => {
      if (started.stdout === null) throw new Error('no stdout');
      createInterface(started.stdout).on('line', (line) => {
        output += `${line}\n`;
        const ready = /^gateway ready (\S+)/.exec(line)?.[1];
        if (ready !== undefined) resolve(ready);
      });
      started.once('exit', (code) => reject(new Error(`the gateway ended with ${code}: ${output}`)));
    });
  }

  async function stop(): Promise<void> {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGTERM');
    const timer = setTimeout(() => running.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(timer);
  }

  onTestFinished(stop);
  await start();
  return {
    get address() {
      return address;
    },
    dataFolder,
    password,
    output: () => output,
    stop,
    start,
    async kill(program) {
      const running = child;
      if (running === null) throw new Error('the gateway does not run');
      if (program === 'supervision') {
        // Between two runs, as in a restart, the note is of one that has ended: then the next one is killed.
        await eventually(async () => {
          const note = await readFile(join(dataFolder, 'launcher/supervision.json'), 'utf8');
          return process.kill(JSON.parse(note).pid, 'SIGKILL');
        }).toBe(true);
        return;
      }
      child = null;
      const ended = once(running, 'exit');
      running.kill('SIGKILL');
      await ended;
    },
  };
}
