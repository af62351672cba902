import { createWriteStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inspectArchive } from '#platform/archives/inspect-archive.ts';
import type { GatewayUnderTest } from './gateway-under-test.ts';
import { configHash, readConfig } from './material.ts';

/** What a gateway is, seen from outside. */
export interface Observed {
  revision: string;
  config: string;
  firmware: string;
}

interface Job {
  id: string;
  kind: string;
  state: string;
  outcome: string | null;
  code: string | null;
  reason: string | null;
  to: string | null;
}

/** A staged image waits for a boot: it gets one, but not again while that is under way. */
const rebootEveryMs = 5_000;

/** Waits until no job is open, and returns them, newest first. */
export async function settledJobs(gateway: GatewayUnderTest): Promise<Job[]> {
  const until = performance.now() + 120_000;
  let rebootAt = performance.now() + rebootEveryMs / 2;
  for (;;) {
    const { jobs } = await gateway.json<{ jobs: Job[] }>('/system/jobs');
    const open = jobs.filter((job) => job.state !== 'done');
    if (open.length === 0) return jobs;
    if (open.every((job) => job.state === 'waiting') && performance.now() > rebootAt) {
      rebootAt = performance.now() + rebootEveryMs;
      await gateway.request('/system/actions/reboot', { method: 'POST' }).catch(() => undefined);
    }
    if (performance.now() > until) throw new Error(`a job stays open: ${JSON.stringify(open)}`);
    await new Promise((wake) => setTimeout(wake, 25));
  }
}

/** Health, revision and the whole configuration. Throws a sentence on anything that is not whole. */
export async function observe(gateway: GatewayUnderTest, scratch: string): Promise<Observed> {
  const health = await gateway.json<{ status: string; revision: string; bootId: string }>('/health');
  if (health.status !== 'ok') throw new Error(`health is ${health.status}`);
  const capabilities = await gateway.json<{ revision: string; firmware: string }>('/system/capabilities');
  if (capabilities.revision !== health.revision)
    throw new Error('health and capabilities name two revisions');
  const backup = join(scratch, 'observed.zip');
  await download(gateway, '/system/backup', backup);
  const { config } = await readConfig(backup);
  return { revision: health.revision, config: configHash(config), firmware: capabilities.firmware };
}

export async function listSnapshots(gateway: GatewayUnderTest): Promise<{ name: string; origin: string }[]> {
  type Listed = { snapshots: { name: string; origin: string }[] };
  return (await gateway.json<Listed>('/system/snapshots')).snapshots;
}

/** Every snapshot in the list can be downloaded and passes its own hashes; the newest `count` are looked at. */
export async function checkSnapshots(
  gateway: GatewayUnderTest,
  scratch: string,
  count: number,
): Promise<number> {
  const snapshots = await listSnapshots(gateway);
  for (const { name } of snapshots.slice(0, count)) {
    const path = join(scratch, 'snapshot.zip');
    await download(gateway, `/system/snapshot/${encodeURIComponent(name)}`, path);
    const inspected = await inspectArchive(path, name, { trustedKeys: [], expected: 'backup' });
    if (!inspected.ok) throw new Error(`snapshot ${name}: ${inspected.failure.message}`);
  }
  return snapshots.length;
}

/** Again when the line breaks: a boot that was asked for twice may still come. */
async function download(gateway: GatewayUnderTest, path: string, target: string): Promise<void> {
  const until = performance.now() + 60_000;
  for (;;) {
    // Logs in again where that is needed.
    await gateway.json('/session');
    try {
      const answer = await gateway.request(path);
      if (answer.ok && answer.body !== null) {
        return await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(target));
      }
      throw new Error(`${path}: ${answer.status} ${await answer.text()}`, { cause: 'answered' });
    } catch (error) {
      const answered = error instanceof Error && error.cause === 'answered';
      if (answered || performance.now() > until) throw error;
    }
  }
}

/** Names that only a half-done work leaves behind; with no job open there must be none. */
const partial = /^\.incoming-|^\.replaced-|\.unfinished$|\.tmp$|-journal\.unfinished$|\.partial$/;

export async function checkLeftovers(dataFolder: string): Promise<void> {
  const names = await readdir(dataFolder, { recursive: true });
  const left = names.filter((name) => partial.test(name.split('/').at(-1) ?? ''));
  const uploads = await readdir(join(dataFolder, 'uploads'));
  const staged = await readdir(join(dataFolder, 'install'));
  const all = [
    ...left,
    ...uploads.map((name) => `uploads/${name}`),
    ...staged.map((name) => `install/${name}`),
  ];
  if (all.length > 0) throw new Error(`left behind: ${all.join(', ')}`);
  const revisions = await readdir(join(dataFolder, 'revisions'));
  if (revisions.length > 2) throw new Error(`too many revisions are kept: ${revisions.join(', ')}`);
}
