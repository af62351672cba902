import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../fakes/seeded-random.ts';
import { acts, sendAgain } from './acts.ts';
import { checkAcknowledged, checkWhole } from './check-fleet.ts';
import { type FleetUnderTest, startFleet } from './fleet-under-test.ts';
import { newLedger } from './ledger.ts';

/**
 * Kills the fleet backend with SIGKILL at random moments of accounts, keys and agents being made and ended; then everything that it
 * has acknowledged has to be there, and each thing either whole or not at all. Nothing is done twice by asking again.
 */

export interface FleetFaultReport {
  kills: number;
  acknowledged: number;
  problems: string[];
}

const workers = 4;
const longestLifeMs = 800;

export async function runFleetFaults(options: {
  kills: number;
  seed: number;
  say: (line: string) => void;
  /** Ends the run after the kill that is under way. */
  signal?: AbortSignal;
}): Promise<FleetFaultReport> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'gatewright-faults-'));
  const random = seededRandom(options.seed);
  const ledger = newLedger();
  const problems: string[] = [];
  let kills = 0;
  try {
    while (kills < options.kills && problems.length === 0 && options.signal?.aborted !== true) {
      const fleet = await startFleet(dataFolder);
      await sendAgain(fleet, ledger);
      problems.push(...(await checkAcknowledged(fleet, ledger)));
      await workUntilKilled(fleet, Math.floor(random() * longestLifeMs));
      kills += 1;
      problems.push(...checkWhole(dataFolder, ledger));
      if (kills % 50 === 0) options.say(`${kills} kills, ${ledger.acknowledged} acknowledged`);
    }
    const last = await startFleet(dataFolder);
    await sendAgain(last, ledger);
    problems.push(...(await checkAcknowledged(last, ledger)));
    await last.stop();
    return { kills, acknowledged: ledger.acknowledged, problems };
  } finally {
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 3 });
  }

  async function workUntilKilled(fleet: FleetUnderTest, lifeMs: number): Promise<void> {
    let killed = false;
    const work = async () => {
      while (!killed) await acts[Math.floor(random() * acts.length)]?.(fleet, ledger, random);
    };
    const working = Array.from({ length: workers }, work);
    await sleep(lifeMs);
    killed = true;
    await fleet.kill();
    await Promise.all(working);
  }
}
