import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished } from 'vitest';
import { type Launcher, openLauncher } from '../../electron/gateway/launcher/launcher.ts';
import type { LauncherOptions } from '../../electron/gateway/launcher/options.ts';
import { launcherVersion } from '../../electron/gateway/launcher-protocol.ts';
import { createForkSpawner } from '../../electron/platform/processes/fork-spawner.ts';
import type { Behaviour } from './fake-supervision.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A launcher in this process over fake supervisions, in a data folder of its own. */

const fakeProgram = new URL('fake-supervision.ts', import.meta.url);
const waitOptions = { timeout: 20_000, interval: 20 };

export interface Boot {
  revision: string;
  pid: number;
  port: number;
  bootId: string;
  firmware: string;
  verifyingJobId: string | null;
  settled: { jobId: string; outcome: string; code: string | null; reason: string | null }[];
}

export async function launcherBench(
  given: { folder?: string; healthTimeoutMs?: number; options?: Partial<LauncherOptions> } = {},
) {
  const folder = given.folder ?? (await temporaryFolder());
  const readLines = async <T>(name: string): Promise<T[]> => {
    const path = join(folder, name);
    if (!existsSync(path)) return [];
    return (await readFile(path, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  const boots = () => readLines<Boot>('boots.ndjson');
  const urls: string[] = [];
  const identified: { by: string; at: number }[] = [];
  const output: string[] = [];

  async function open(): Promise<Launcher> {
    const opened = await openLauncher(
      {
        spawner: createForkSpawner(),
        factoryEntry: fakeProgram.pathname,
        onReady: (url) => urls.push(url),
        onOutput: (_stream, line) => output.push(line),
        onIdentify: (request) => identified.push(request),
        onTrouble: (sentence) => output.push(sentence),
        log: pino({ level: 'silent' }),
      },
      {
        dataFolder: folder,
        host: '127.0.0.1',
        port: 0,
        tls: false,
        certificate: null,
        name: null,
        allowUnsigned: false,
        plain: false,
        console: null,
        keyFolders: [],
        healthTimeoutMs: given.healthTimeoutMs ?? 15_000,
        hasParent: false,
        rebootCommand: null,
        rebootWaitMs: 200,
        identifyCommand: null,
        firmwareCommand: null,
        firmwareTimeoutMs: 20_000,
        ...given.options,
      },
    );
    if (!opened.ok) throw new Error(opened.failure.message);
    return opened.value;
  }

  return {
    folder,
    urls,
    output,
    identified,
    boots,
    heard: () => readLines<{ type: string; job?: object }>('heard.ndjson'),
    open,
    /** Runs a launcher until the test ends. */
    async start(): Promise<Launcher> {
      const launcher = await open();
      const running = launcher.run();
      onTestFinished(async () => {
        await launcher.stop();
        await running;
      });
      return launcher;
    },
    state: async () => JSON.parse(await readFile(join(folder, 'launcher/state.json'), 'utf8')),
    behave: (behaviours: Record<string, Behaviour>) =>
      writeFile(join(folder, 'fake.json'), JSON.stringify(behaviours)),
    /** Puts a revision into `revisions/`, as supervision's installation would. */
    async install(revision: string): Promise<void> {
      const home = join(folder, 'revisions', revision);
      await mkdir(home, { recursive: true });
      const program = `process.env.FAKE_SUPERVISION_HOME = import.meta.dirname; await import('${fakeProgram.href}');\n`;
      await writeFile(join(home, 'main.mjs'), program);
      const manifest = {
        kind: 'supervision',
        format: 1,
        name: 'fake',
        revision,
        minimumLauncher: launcherVersion,
        entry: 'main.mjs',
        createdAt: '2026-11-20T10:00:00Z',
        files: {},
      };
      await writeFile(join(home, 'manifest.json'), JSON.stringify(manifest));
    },
    /** Waits for the n-th start of a supervision (from 1) and for it to answer health. */
    async bootNumber(count: number): Promise<Boot> {
      await expect.poll(async () => (await boots()).length, waitOptions).toBeGreaterThanOrEqual(count);
      return (await boots())[count - 1] as Boot;
    },
    async until(condition: () => Promise<boolean> | boolean): Promise<void> {
      await expect.poll(condition, waitOptions).toBe(true);
    },
    /** Makes the running fake send this to the launcher. */
    async say(message: object): Promise<void> {
      await expect.poll(() => urls.length, waitOptions).toBeGreaterThan(0);
      const url = `${urls.at(-1)}/say`;
      const send = () =>
        fetch(url, { method: 'POST', body: JSON.stringify(message) }).then(
          () => true,
          () => false,
        );
      await expect.poll(send, waitOptions).toBe(true);
    },
  };
}
