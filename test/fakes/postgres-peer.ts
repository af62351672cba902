import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { inject, onTestFinished } from 'vitest';
import { isFileError } from '../../electron/platform/files/file-error.ts';
import { eventually } from './eventually.ts';
import { startCluster } from './postgres-cluster.ts';

/** Of this test file; a connection costs the server a process. It ends with the cluster. */
let administration: Promise<Client> | null = null;

/** The address of an empty database of the running test alone, in the run's one cluster; gone when the test has ended. */
export async function newPostgresDatabase(): Promise<string> {
  const server = `postgres://postgres@127.0.0.1:${await clusterPort()}`;
  const name = `test_${randomBytes(6).toString('hex')}`;
  administration ??= connectPostgres(`${server}/postgres`);
  const client = await administration;
  await client.query(`CREATE DATABASE ${name} STRATEGY file_copy`);
  onTestFinished(async () => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`)));
  return `${server}/${name}`;
}

/** Sends one statement on a connection of its own and gives the rows. */
export async function askPostgres(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = await connectPostgres(url);
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** The caller ends it. */
export async function connectPostgres(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  // A database that is dropped, or a server that is stopped, takes this connection along.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** The test files of a run are processes of their own; whichever comes first starts the cluster for all of them. */
async function clusterPort(): Promise<number> {
  const { folder, pid } = inject('postgres');
  const note = join(folder, 'port');
  try {
    await mkdir(join(folder, 'started'));
  } catch (error) {
    if (!isFileError(error, 'EEXIST')) throw error;
    await eventually(() => readFile(note, 'utf8').catch(() => '')).not.toBe('');
    return Number(await readFile(note, 'utf8'));
  }
  const port = await startCluster(folder, pid);
  await writeFile(`${note}.new`, String(port));
  await rename(`${note}.new`, note);
  return port;
}
