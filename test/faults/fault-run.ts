import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { verifyActivity } from '../../electron/gateway/supervision/activity/verify-activity.ts';
import { seededRandom } from '../fakes/seeded-random.ts';
import { checkLeftovers, checkSnapshots, observe, settledJobs } from './checks.ts';
import { createGatewayUnderTest, freePort, type GatewayUnderTest } from './gateway-under-test.ts';
import { configHash, makeBackup, makeMaterial, readConfig } from './material.ts';
import { type Bench, type Plan, planners, type Work, works } from './works.ts';

/**
 * Kills launcher, supervision or both with SIGKILL at random moments of upgrades, restores, firmware upgrades, snapshots and
 * updates, and at times once more while it recovers; then everything has to be whole: the old or the new state, no job open,
 * nothing half-done left. In the end the activity log has to be whole, too.
 */

type Victim = 'launcher' | 'supervision' | 'both';

export interface FaultReport {
  kills: number;
  byVictim: Record<Victim, number>;
  /** State found afterwards. */
  found: Record<Work, { old: number; new: number }>;
  outcomes: Record<string, number>;
  problems: string[];
}

interface RunOptions {
  kills: number;
  seed: number;
  say: (line: string) => void;
  /** Ends the run after the kill that is under way. */
  signal?: AbortSignal;
}

/** Of one piece of work on a very busy machine. */
const slowestMs = 30_000;

const sleep = (ms: number) => new Promise((wake) => setTimeout(wake, ms));
const perWork = <T>(value: () => T) =>
  Object.fromEntries(works.map((work) => [work, value()])) as Record<Work, T>;
const told = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export async function runFaults(options: RunOptions): Promise<FaultReport> {
  const scratch = await mkdtemp(join(tmpdir(), 'gatewright-faults-'));
  const dataFolder = join(scratch, 'data');
  const material = await makeMaterial(scratch);
  const gateway = createGatewayUnderTest({
    dataFolder,
    port: await freePort(),
    keyFolder: material.keyFolder,
  });
  try {
    await mkdir(dataFolder);
    await gateway.start().untilReady;
    await gateway.login();
    const backups = await prepareBackups(gateway, scratch, material.feedFolder);
    const bench = { gateway, scratch, dataFolder, material, backups };
    const report = await killAgainAndAgain(bench, options);
    gateway.stop();
    await gateway.ended();
    const { exitCode, lines } = verifyActivity(join(dataFolder, 'state'));
    if (exitCode !== 0) report.problems.push(`the activity log is not whole: ${lines.join(' ')}`);
    return report;
  } finally {
    gateway.stop();
    await gateway.ended();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function prepareBackups(
  gateway: GatewayUnderTest,
  scratch: string,
  updateFeed: string,
): Promise<Bench['backups']> {
  const base = join(scratch, 'base.zip');
  const answer = await gateway.request('/system/backup');
  if (answer.body === null) throw new Error(`backup: ${answer.status}`);
  await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(base));
  const backups = [];
  for (const mark of ['one', 'two']) {
    const path = join(scratch, `${mark}.zip`);
    await makeBackup(base, path, mark, { updateFeed });
    backups.push({ path, config: configHash((await readConfig(path)).config) });
  }
  return backups;
}

/** Without a kill: how long it takes, and that it works at all. */
async function measure(bench: Bench, work: Work): Promise<number> {
  const plan = await planners[work](bench, await observe(bench.gateway, bench.scratch));
  const startedMs = performance.now();
  await plan.start();
  const until = startedMs + 120_000;
  for (;;) {
    const [job] = await settledJobs(bench.gateway);
    const took = performance.now() - startedMs;
    const found = await observe(bench.gateway, bench.scratch);
    if ((await plan.judge(found)) === 'new') return took;
    if (performance.now() > until) throw new Error(`${work} without a kill: ${JSON.stringify(job)}`);
    await sleep(50);
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

async function killAgainAndAgain(bench: Bench, options: RunOptions): Promise<FaultReport> {
  const { kills, seed, say, signal } = options;
  const { gateway } = bench;
  const random = seededRandom(seed);
  const report: FaultReport = {
    kills: 0,
    byVictim: { launcher: 0, supervision: 0, both: 0 },
    found: perWork(() => ({ old: 0, new: 0 })),
    outcomes: {},
    problems: [],
  };
  // The restore first: it brings the configuration that the others need.
  const tookMs = { restore: await measure(bench, 'restore') } as Record<Work, number>;
  for (const work of works) tookMs[work] ??= await measure(bench, work);
  say(`without a kill: ${works.map((work) => `${work} ${Math.round(tookMs[work])} ms`).join(', ')}`);

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

  for (let round = 0; report.kills < kills && signal?.aborted !== true; round++) {
    const work = works[round % works.length] ?? 'upgrade';
    const killsBefore = report.kills;
    const jobsBefore = new Set((await settledJobs(gateway)).map((job) => job.id));
    const plan = await planners[work](bench, await observe(gateway, bench.scratch));
    const afterMs = random() * tookMs[work] * 1.1;
    const victim = pick();
    const working = plan.start().catch(() => undefined);
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
      const state = await judge(bench, work, plan, jobsBefore, report.outcomes);
      report.found[work][state] += 1;
      // The machine may be busier than it was when the time was measured: both ends have to be hit.
      tookMs[work] = Math.min(slowestMs, tookMs[work] * (state === 'old' ? 1.15 : 0.87));
    } catch (error) {
      const where = `kill ${report.kills}, ${work}, ${victim} after ${Math.round(afterMs)} ms`;
      report.problems.push(`${where}: ${told(error)}`);
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
  work: Work,
  plan: Plan,
  jobsBefore: ReadonlySet<string>,
  outcomes: FaultReport['outcomes'],
): Promise<'old' | 'new'> {
  const jobs = await settledJobs(bench.gateway);
  const outcome = jobs.find((job) => !jobsBefore.has(job.id))?.outcome ?? 'not begun';
  const found = await observe(bench.gateway, bench.scratch);
  const state = await plan.judge(found);
  if (state === null) throw new Error(`neither old nor new: ${JSON.stringify(found)}`);
  const name = `${work} ${plan.hasJob ? outcome : state}`;
  outcomes[name] = (outcomes[name] ?? 0) + 1;
  const said = outcome === 'succeeded' ? 'new' : 'old';
  if (plan.hasJob && state !== said) throw new Error(`the job says ${outcome}, but the state is ${state}`);
  await checkSnapshots(bench.gateway, bench.scratch, work === 'snapshot' ? 6 : 2);
  await checkLeftovers(bench.dataFolder);
  return state;
}
