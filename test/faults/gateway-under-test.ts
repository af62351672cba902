import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = join(import.meta.dirname, '../../electron/gateway/main.js');
const password = 'fault-run';
const deadlineMs = 60_000;

/** A free port; taken by the gateway right after, and kept over its restarts. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** The real gateway as a program, used through its processes and its HTTP alone. */
export function createGatewayUnderTest(options: { dataFolder: string; port: number; keyFolder: string }) {
  const url = `http://127.0.0.1:${options.port}`;
  let launcher: ChildProcess | null = null;
  let cookie = '';
  const words: string[] = [];

  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...init.headers, cookie };
    return fetch(`${url}${path}`, {
      ...init,
      headers,
      signal: init.signal ?? AbortSignal.timeout(deadlineMs),
    });
  }

  async function login(): Promise<void> {
    const digest = createHash('md5').update(password).digest('hex');
    const answer = await fetch(`${url}/auth/rest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: digest }),
    });
    if (!answer.ok) throw new Error(`login: ${answer.status} ${await answer.text()}`);
    cookie = String(answer.headers.get('set-cookie')).split(';')[0] ?? '';
    await answer.arrayBuffer();
  }

  return {
    url,
    request,
    words: () => words.slice(-20).join('\n'),
    isUp: () => launcher !== null,
    launcherPid: () => launcher?.pid,
    /** Null when it does not run: a process id of the past may be somebody else's by now. */
    async supervisionPid(): Promise<number | null> {
      try {
        const note = await readFile(join(options.dataFolder, 'launcher/supervision.json'), 'utf8');
        const { pid, bootId } = JSON.parse(note);
        if (process.platform !== 'linux') return pid;
        return (await readFile(`/proc/${pid}/environ`, 'latin1')).includes(bootId) ? pid : null;
      } catch {
        return null;
      }
    },
    /** Starts the launcher; resolves at once. `untilReady` waits for what it announces. */
    start(): { untilReady: Promise<void> } {
      const args = [program, '--data', options.dataFolder, '--port', String(options.port)];
      const child = spawn(
        process.execPath,
        [
          '--disable-warning=ExperimentalWarning',
          ...args,
          '--keys',
          options.keyFolder,
          '--health-timeout-s',
          '30',
        ],
        { env: { ...process.env, GATEWRIGHT_ADMIN_PASSWORD: password }, stdio: ['ignore', 'pipe', 'pipe'] },
      );
      launcher = child;
      child.once('exit', () => {
        if (launcher === child) launcher = null;
      });
      createInterface({ input: child.stderr }).on('line', (line) => words.push(line));
      const untilReady = new Promise<void>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`the gateway was not ready in time: ${words.join(' | ')}`)),
          deadlineMs,
        );
        createInterface({ input: child.stdout }).on('line', (line) => {
          words.push(line);
          if (line.startsWith('gateway ready')) resolve();
        });
        child.once('exit', () => reject(new Error('the launcher ended')));
        child.once('exit', () => clearTimeout(timer));
        void Promise.resolve().then(() =>
          untilReady.then(
            () => clearTimeout(timer),
            () => clearTimeout(timer),
          ),
        );
      });
      untilReady.catch(() => undefined);
      return { untilReady };
    },
    /** Resolves when the launcher that was killed or stopped is gone. */
    async ended(): Promise<void> {
      const child = launcher;
      if (child !== null) await new Promise((resolve) => child.once('exit', resolve));
    },
    stop(): void {
      launcher?.kill('SIGTERM');
    },
    login,
    /** Repeats until supervision answers; logs in again when a restore has ended the session. */
    async json<T>(path: string): Promise<T> {
      const until = performance.now() + deadlineMs;
      for (;;) {
        try {
          const answer = await request(path);
          if (answer.ok) return (await answer.json()) as T;
          await answer.arrayBuffer();
          if (answer.status === 401 || answer.status === 403) await login();
          else if (performance.now() > until) throw new Error(`${path}: ${answer.status}`);
        } catch (error) {
          if (performance.now() > until) throw error;
        }
        await new Promise((wake) => setTimeout(wake, 25));
      }
    },
  };
}

export type GatewayUnderTest = ReturnType<typeof createGatewayUnderTest>;
