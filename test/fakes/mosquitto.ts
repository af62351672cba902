import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';

const plugin = '/usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so';

/** With its dynamic-security plugin and nobody in it but `admin`, password `secret`. */
export async function startGuardedMosquitto() {
  const file = join(await temporaryFolder(), 'dynamic-security.json');
  await run('mosquitto_ctrl', ['dynsec', 'init', file, 'admin', 'secret']);
  const config = [
    ...['allow_anonymous false', `plugin ${plugin}`, `plugin_opt_config_file ${file}`],
    // It gives up being the administrator otherwise, and cannot read the file then.
    ...(process.getuid?.() === 0 ? ['user root'] : []),
    'sys_interval 1',
  ];
  const started = await startMosquitto({ config: config.join('\n') });
  return { ...started, url: started.url.replace('mqtt://', 'mqtt://admin:secret@') };
}

const run = promisify(execFile);

/** A broker that is not ours, and its own clients. */
export async function startMosquitto(options: { config?: string } = {}) {
  const port = await freePort();
  const folder = await temporaryFolder();
  const file = join(folder, 'mosquitto.conf');
  await writeFile(file, `listener ${port} 127.0.0.1\n${options.config ?? 'allow_anonymous true'}\n`);
  let child: ChildProcess | null = null;
  async function stop(): Promise<void> {
    const running = child;
    child = null;
    if (running === null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  }
  async function start(): Promise<void> {
    // Debian keeps it where only administrators look.
    const path = `${process.env.PATH}:/usr/sbin`;
    child = spawn('mosquitto', ['-c', file], { stdio: 'ignore', env: { ...process.env, PATH: path } });
    await eventually(() => answers(port)).toBe(true);
  }
  onTestFinished(stop);
  await start();
  const at = ['-h', '127.0.0.1', '-p', String(port)];
  return {
    url: `mqtt://127.0.0.1:${port}`,
    port,
    start,
    stop,
    publish: (topic: string, payload: string, args: string[] = []) =>
      run('mosquitto_pub', [...at, '-q', '1', '-t', topic, '-m', payload, ...args]),
    /** One message a line, as fast as it goes. */
    async publishLines(topic: string, lines: string): Promise<void> {
      const client = spawn('mosquitto_pub', [...at, '-q', '1', '-t', topic, '-l'], {
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      const ended = once(client, 'exit');
      client.stdin.end(lines);
      await ended;
    },
    /** Payloads that come on `topic` from now on. */
    async listen(topic: string): Promise<string[]> {
      const payloads: string[] = [];
      const client = spawn(
        'mosquitto_sub',
        [...at, '-q', '1', '-v', '-t', topic, '-t', 'mosquitto/listening'],
        {
          stdio: ['ignore', 'pipe', 'ignore'],
        },
      );
      onTestFinished(() => void client.kill('SIGKILL'));
      let listening = false;
      client.stdout.on('data', (data) => {
        for (const line of String(data).trim().split('\n')) {
          const [from = '', ...words] = line.split(' ');
          if (from === 'mosquitto/listening') listening = true;
          else payloads.push(words.join(' '));
        }
      });
      await eventually(async () => {
        await run('mosquitto_pub', [...at, '-t', 'mosquitto/listening', '-m', 'x']);
        return listening;
      }).toBe(true);
      return payloads;
    },
  };
}

function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}
