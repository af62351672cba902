import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { CallInput, CallName, CallOutput } from '#shared/bridge/contract.ts';
import type { Job } from '#shared/bridge/maintenance.ts';
import type { Result } from '#shared/result.ts';

/** The workbench as the program that people start, used through its WebSocket like a browser does. */
export interface ServedWorkbench {
  pid: number;
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>>;
  /** Answers the value, or fails the test with the failure's sentence. */
  ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** Sends a file in as a browser does; answers its token. */
  adopt(path: string): Promise<string>;
  /** Resolves at the first state of the job, from now on, for which `reached` says so. */
  jobWhen(reached: (job: Job) => boolean): Promise<Job>;
  /** kill -9. */
  kill(): Promise<void>;
}

export async function serveWorkbench(place: { dataFolder: string; home: string }): Promise<ServedWorkbench> {
  const child = fork(
    join(process.cwd(), 'electron/serve.ts'),
    ['--port', '0', '--data', place.dataFolder, '--no-open'],
    {
      env: { ...process.env, HOME: place.home, USERPROFILE: place.home },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  onTestFinished(() => end(child, 'SIGTERM'));
  if (child.stdout === null) throw new Error('no stdout');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const printed = /^workbench ready (\S+)$/.exec(line)?.[1];
  if (printed === undefined) throw new Error(`unexpected first line: ${line}`);
  const entered = await fetch(printed, { redirect: 'manual' });
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const { host, origin } = new URL(printed);
  const socket = new WebSocket(`ws://${host}/bridge`, { headers: { cookie } });
  await once(socket, 'open');
  const answers = new Map<number, (result: never) => void>();
  const listeners = new Set<(job: Job) => void>();
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if ('id' in message) answers.get(message.id)?.(message.result as never);
    else if (message.event === 'maintenance.changed') for (const hear of listeners) hear(message.payload);
  });
  let lastId = 0;

  function call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>> {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve) => {
      answers.set(id, resolve);
      socket.send(JSON.stringify({ id, call: name, input }));
    });
  }

  return {
    pid: child.pid ?? 0,
    call,
    async ask(name, input) {
      const result = await call(name, input);
      if (!result.ok) throw new Error(`${name}: ${result.failure.code} ${result.failure.message}`);
      return result.value;
    },
    async adopt(path) {
      const headers = { cookie, 'x-file-name': encodeURIComponent(basename(path)) };
      const body = Uint8Array.from(await readFile(path));
      const answer = await fetch(`${origin}/files`, { method: 'POST', headers, body });
      return ((await answer.json()) as { token: string }).token;
    },
    jobWhen: (reached) =>
      new Promise((resolve) => {
        const hear = (job: Job) => {
          if (!reached(job)) return;
          listeners.delete(hear);
          resolve(job);
        };
        listeners.add(hear);
      }),
    kill: () => end(child, 'SIGKILL'),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
