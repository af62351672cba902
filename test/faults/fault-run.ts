import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { checkLeftovers, checkSnapshots, type Observed, observe, settledJobs } from './checks.ts';
import { createGatewayUnderTest, freePort, type GatewayUnderTest } from './gateway-under-test.ts';
import { configHash, fileOf, makeBackup, makePackages, readConfig } from './material.ts';

/**
 * Kills launcher, supervision or both with SIGKILL at random moments of upgrades and restores, and at times once more
 * while it recovers; then everything has to be whole: the old or the new state, no job open, nothing half-done left.
 */

type Work = 'upgrade' | 'restore';
type Victim = 'launcher' | 'supervision' | 'both';

export interface FaultReport {
  kills: number;
  byVictim: Record<Victim, number>;
  /** State found afterwards. */
  found: Record<Work, { old: number; new: number }>;
  outcomes: Record<string, number>;
  problems: string[];
}

/** Small and repeatable: the choices follow the seed, the machine's timing does not. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const sleep = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

export async function runFaults(options: {
  kills: number;
  seed: number;
  say: (line: string) => void;
  /** Ends the run after the kill that is under way. */
  signal?: AbortSignal;
}): Promise<FaultReport> {
  const scratch = await mkdtemp(join(tmpdir(), 'gatewright-faults-'));
  const dataFolder = join(scratch, 'data');
  const { keyFolder, packages } = await makePackages(scratch);
  const gateway = createGatewayUnderTest({ dataFolder, port: await freePort(), keyFolder });
  try {
    await mkdir(dataFolder);
    await gateway.start().untilReady;
    await gateway.login();
    const backups = await prepareBackups(gateway, scratch);
    const bench = { gateway, scratch, dataFolder, packages, backups };
    return await killAgainAndAgain(bench, options);
  } finally {
    gateway.stop();
    await gateway.ended();
    await rm(scratch, { recursive: true, force: true });
  }
}

interface Bench {
  gateway: GatewayUnderTest;
  scratch: string;
  dataFolder: string;
  packages: { revision: string; path: string }[];
  backups: { config: string; path: string }[];
}

async function prepareBackups(gateway: GatewayUnderTest, scratch: string): Promise<Bench['backups']> {
  const base = join(scratch, 'base.zip');
  const answer = await gateway.request('/system/backup');
  if (answer.body === null) throw new Error(`backup: ${answer.status}`);
  await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(base));
  const backups = [];
  for (const mark of ['one', 'two']) {
    const path = join(scratch, `${mark}.zip`);
    await makeBackup(base, path, mark);
    backups.push({ path, config: configHash((await readConfig(path)).config) });
  }
  return backups;
}

/** Starts the work and resolves when the gateway has answered or broken off. */
async function start(bench: Bench, work: Work, file: string): Promise<void> {
  const form = new FormData();
  form.append('file', await fileOf(file, work === 'upgrade' ? 'package.zip' : 'backup.zip'));
  const path = work === 'upgrade' ? '/system/upgrade?allowDowngrade=true' : '/system/restore';
  const answer = await bench.gateway.request(path, { method: 'POST', body: form });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${work}: ${answer.status} ${text}`);
}

/** What the gateway is to become: the other one of the two. */
function aim(bench: Bench, work: Work, old: Observed): { file: string; wanted: Observed } {
  if (work === 'upgrade') {
    const other = bench.packages.find(({ revision }) => revision !== old.revision);
    if (other === undefined) throw new Error('no other package');
    return { file: other.path, wanted: { ...old, revision: other.revision } };
  }
  const other = bench.backups.find(({ config }) => config !== old.config);
  if (other === undefined) throw new Error('no other backup');
  return { file: other.path, wanted: { ...old, config: other.config } };
}

/** Without a kill: how long it takes, and that it works at all. */
async function measure(bench: Bench, work: Work): Promise<number> {
  const old = await observe(bench.gateway, bench.scratch);
  const { file, wanted } = aim(bench, work, old);
  const startedMs = performance.now();
  await start(bench, work, file);
  const until = performance.now() + 60_000;
  for (;;) {
    const [job] = await settledJobs(bench.gateway);
    const took = performance.now() - startedMs;
    const found = await observe(bench.gateway, bench.scratch);
    if (found.revision === wanted.revision && found.config === wanted.config) return took;
    if (performance.now() > until) throw new Error(`${work} without a kill: ${JSON.stringify(job)}`);
  }
}

function kill(pid: number | null | undefined): boolean {
  if (typeof pid !== 'number') return false;
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

async function killAgainAndAgain(
  bench: Bench,
  { kills, seed, say, signal }: Parameters<typeof runFaults>[0],
): Promise<FaultReport> {
  const { gateway } = bench;
  const random = createRandom(seed);
  const report: FaultReport = {
    kills: 0,
    byVictim: { launcher: 0, supervision: 0, both: 0 },
    found: { upgrade: { old: 0, new: 0 }, restore: { old: 0, new: 0 } },
    outcomes: {},
    problems: [],
  };
  const tookMs: Record<Work, number> = {
    upgrade: await measure(bench, 'upgrade'),
    restore: await measure(bench, 'restore'),
  };
  say(`without a kill: upgrade ${Math.round(tookMs.upgrade)} ms, restore ${Math.round(tookMs.restore)} ms`);

  const strike = async (victim: Victim) => {
    const supervision = await gateway.supervisionPid();
    const launcherHit = victim !== 'supervision' && kill(gateway.launcherPid());
    const supervisionHit = victim !== 'launcher' && kill(supervision);
    // It may be down already, between two starts.
    if (!launcherHit && !supervisionHit) return;
    report.kills += 1;
    report.byVictim[victim] += 1;
  };
  const pick = (): Victim =>
    (['launcher', 'supervision', 'both'] as const)[Math.floor(random() * 3)] ?? 'both';

  while (report.kills < kills && signal?.aborted !== true) {
    const work: Work = random() < 0.5 ? 'upgrade' : 'restore';
    const killsBefore = report.kills;
    const old = await observe(gateway, bench.scratch);
    const jobsBefore = new Set((await settledJobs(gateway)).map((job) => job.id));
    const { file, wanted } = aim(bench, work, old);
    const afterMs = random() * tookMs[work] * 1.1;
    const victim = pick();
    const working = start(bench, work, file).catch(() => undefined);
    await sleep(afterMs);
    await strike(victim);
    await recover(gateway, victim);
    if (report.kills < kills && random() < 0.3) {
      await sleep(random() * 600);
      const second = pick();
      await strike(second);
      await recover(gateway, second);
    }
    await working;
    if (Math.floor(report.kills / 20) > Math.floor(killsBefore / 20)) say(`${report.kills} kills …`);
    try {
      const jobs = await settledJobs(gateway);
      const outcome = jobs.find((job) => !jobsBefore.has(job.id))?.outcome ?? 'not begun';
      report.outcomes[`${work} ${outcome}`] = (report.outcomes[`${work} ${outcome}`] ?? 0) + 1;
      const state = await judge(bench, { old, wanted, outcome });
      report.found[work][state] += 1;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      report.problems.push(
        `kill ${report.kills}, ${work}, ${victim} after ${Math.round(afterMs)} ms: ${why}`,
      );
      say(report.problems.at(-1) ?? '');
      if (!gateway.isUp()) gateway.start();
    }
  }
  return report;
}

/** A launcher that was killed is started again, as whatever watches over it would. */
async function recover(gateway: GatewayUnderTest, victim: Victim): Promise<void> {
  if (victim === 'supervision') return;
  await gateway.ended();
  gateway.start();
}

/** Old or new, whole, and the job says the same. */
async function judge(
  bench: Bench,
  { old, wanted, outcome }: { old: Observed; wanted: Observed; outcome: string },
): Promise<'old' | 'new'> {
  const found = await observe(bench.gateway, bench.scratch);
  const is = (one: Observed) => one.revision === found.revision && one.config === found.config;
  const state = is(wanted) ? 'new' : is(old) ? 'old' : null;
  if (state === null) throw new Error(`neither old nor new: ${JSON.stringify({ old, wanted, found })}`);
  const told = outcome === 'succeeded' ? 'new' : 'old';
  if (state !== told) throw new Error(`the job says ${outcome}, but the state is ${state}`);
  await checkSnapshots(bench.gateway, bench.scratch, 2);
  await checkLeftovers(bench.dataFolder);
  return state;
}
