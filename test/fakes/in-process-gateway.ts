import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { expect, onTestFinished } from 'vitest';
import {
  type BootInfo,
  type LauncherMessage,
  launcherVersion,
  type SupervisionMessage,
} from '../../electron/gateway/launcher-protocol.ts';
import { passwordDigest } from '../../electron/gateway/supervision/accounts/first-account.ts';
import {
  createSupervision,
  type Supervision,
  type SupervisionDeps,
} from '../../electron/gateway/supervision/supervision.ts';
import { createPasswords } from '../../electron/platform/passwords/passwords.ts';
import { createForkSpawner } from '../../electron/platform/processes/fork-spawner.ts';
import { eventually } from './eventually.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The gateway application in this process, with a launcher that only takes notes. */

export const runningRevision = '2026.11.0';
export const adminPassword = 'correct horse';
export const readerPassword = 'only looking';

/** Node's own Blob takes any bytes; the type wants ones that are surely not shared. */
export const blobPart = (content: Uint8Array | string) =>
  typeof content === 'string' ? content : Uint8Array.from(content);

export type Overrides = Partial<Omit<SupervisionDeps, 'boot' | 'launcher'>>;

export async function inProcessGateway(
  given: { folder?: string; boot?: Partial<BootInfo>; deps?: Overrides } = {},
) {
  const folder = given.folder ?? (await temporaryFolder());
  const sent: SupervisionMessage[] = [];
  let listeners: ((message: LauncherMessage) => void)[] = [];
  let current: Supervision | null = null;

  async function start(boot: Partial<BootInfo> = {}): Promise<Supervision> {
    listeners = [];
    return createSupervision({
      revision: runningRevision,
      spawner: createForkSpawner(),
      driverEntry: new URL('../../electron/gateway/supervision/drivers/driver-main.ts', import.meta.url)
        .pathname,
      adminPassword,
      log: pino({ level: 'silent' }),
      ...given.deps,
      boot: {
        dataFolder: folder,
        host: '127.0.0.1',
        port: 0,
        tls: false,
        name: 'Boiler room',
        allowUnsigned: false,
        keyFolders: [],
        bootId: randomUUID(),
        firmware: '2026.01',
        launcherVersion,
        verifyingJobId: null,
        settled: [],
        plain: false,
        console: null,
        certificate: null,
        identify: null,
        firmwareInstaller: 'slots',
        launcherPid: null,
        ...given.boot,
        ...boot,
      },
      launcher: {
        send: (message) => void sent.push(message),
        onMessage: (listener) => void listeners.push(listener),
      },
    });
  }
  const stop = async () => {
    const running = current;
    current = null;
    await running?.stop();
  };
  current = await start();
  onTestFinished(stop);

  const gateway = {
    folder,
    sent,
    get url() {
      return current?.url ?? 'http://stopped.invalid';
    },
    get port() {
      return current?.port ?? 0;
    },
    stop,
    /** Stops and starts again, as the launcher does after `restart` and `switch`. */
    async restart(boot: Partial<BootInfo> = {}) {
      await stop();
      current = await start(boot);
    },
    deliver(message: LauncherMessage) {
      for (const listener of listeners) listener(message);
    },
    /** Waits until supervision has said this to the launcher. */
    async said<T extends SupervisionMessage['type']>(type: T) {
      await eventually(() => sent.some((message) => message.type === type)).toBe(true);
      return sent.find((message) => message.type === type) as Extract<SupervisionMessage, { type: T }>;
    },
    async login(username = 'admin', password = adminPassword): Promise<string> {
      const answer = await gateway.post('/auth/rest', { username, password: passwordDigest(password) });
      expect(answer.status).toBe(200);
      return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    },
    get: (path: string, cookie = '', headers: Record<string, string | undefined> = {}) =>
      fetch(gateway.url + path, { headers: { cookie, ...(headers as Record<string, string>) } }),
    post: (path: string, body: unknown, cookie = '', headers: Record<string, string> = {}) =>
      fetch(gateway.url + path, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    /** Sends files as multipart/form-data, in this order. */
    upload(path: string, files: readonly { name: string; content: Uint8Array | string }[], cookie: string) {
      const form = new FormData();
      for (const { name, content } of files) form.append('file', new Blob([blobPart(content)]), name);
      return fetch(gateway.url + path, { method: 'POST', headers: { cookie }, body: form });
    },
    /** Reads or writes the state database beside the running gateway. */
    database<T>(work: (sql: DatabaseSync) => T): T {
      const sql = new DatabaseSync(join(folder, 'state', 'gateway.sqlite'));
      try {
        return work(sql);
      } finally {
        sql.close();
      }
    },
    /** An account without the administrator bit, logged in. */
    async reader(): Promise<string> {
      const hash = await createPasswords().hash(passwordDigest(readerPassword));
      gateway.database((sql) =>
        sql
          .prepare('INSERT INTO accounts VALUES (?, ?, ?, 0, ?)')
          .run(randomUUID(), 'reader', hash, new Date().toISOString()),
      );
      return gateway.login('reader', readerPassword);
    },
  };
  return gateway;
}

export type InProcessGateway = Awaited<ReturnType<typeof inProcessGateway>>;
