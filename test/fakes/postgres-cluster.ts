import { execFile, execFileSync, spawn } from 'node:child_process';
import { appendFile, chown, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findPostgres } from '../../scripts/find-postgres.ts';
import { freePort } from './free-port.ts';
import { isAlive } from './stray-process.ts';

/** Nothing here outlives the run, so nothing has to survive a power cut. */
const configuration = (port: number): string => `
listen_addresses = '127.0.0.1'
port = ${port}
unix_socket_directories = ''
max_connections = 200
shared_buffers = 16MB
fsync = off
full_page_writes = off
autovacuum = off
`;

/**
 * Makes a cluster in `folder` and starts it; resolves with its port when it answers. It ends with the process
 * `lifelinePid` at the latest, or by {@link stopCluster}. PostgreSQL refuses to run as root, so root lends it Debian's account for it.
 */
export async function startCluster(folder: string, lifelinePid: number): Promise<number> {
  const programs = findPostgres();
  if (programs === null) throw new Error('These tests need PostgreSQL: apt-get install postgresql');
  const account = lentAccount();
  const data = join(folder, 'data');
  await mkdir(folder, { recursive: true });
  if (account !== null) await chown(folder, account.uid, account.gid);
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(programs, 'initdb'), initdb, { stdio: 'pipe', cwd: folder, ...account });
  const port = await freePort();
  await appendFile(join(data, 'postgresql.conf'), configuration(port));
  // The shell is the lifeline: whoever kills the run hard leaves no server behind.
  const script = `"$1" -D "$2" >"$2/log" 2>&1 & server=$!
    (while [ -e "/proc/$3" ] || kill -0 "$3" 2>/dev/null; do sleep 1; done; kill -QUIT $server) & watcher=$!
    wait $server; kill $watcher`;
  const shell = ['-c', script, 'sh', join(programs, 'postgres'), data, String(lifelinePid)];
  spawn('sh', shell, { stdio: 'ignore', detached: true, cwd: folder, ...account }).unref();
  await answering(port, programs, data);
  return port;
}

/** Ends the cluster at once, without writing anything back, and removes its folder. */
export async function stopCluster(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  if (pid > 0) {
    process.kill(pid, 'SIGQUIT');
    while (isAlive(pid)) await pause(20);
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

function lentAccount(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const number = (which: string) => Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }));
  return { uid: number('-u'), gid: number('-g') };
}

async function answering(port: number, programs: string, data: string): Promise<void> {
  const ask = ['-q', '-h', '127.0.0.1', '-p', String(port)];
  const isReady = () => promisify(execFile)(join(programs, 'pg_isready'), ask);
  for (let tries = 0; tries < 500; tries += 1) {
    const ready = await isReady().catch(() => null);
    if (ready !== null) return;
    await pause(20);
  }
  throw new Error(`PostgreSQL did not start: ${await readFile(join(data, 'log'), 'utf8')}`);
}
