import { parseArgs } from 'node:util';
import { runFaults } from './fault-run.ts';
import { runFleetFaults } from './fleet/fleet-fault-run.ts';
import { works } from './works.ts';

/** `npm run faults -- [--fleet] --kills 500 [--seed N]`: kills of the gateway, or of the fleet backend. */

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '500' },
    seed: { type: 'string' },
    fleet: { type: 'boolean', default: false },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  process.stderr.write('usage: npm run faults -- [--fleet] --kills 500 [--seed N]\n');
  process.exit(2);
}
const say = (line: string) => void process.stdout.write(`${line}\n`);

say(`seed ${seed}`);
const startedMs = performance.now();
const elapsed = () => `${Math.round((performance.now() - startedMs) / 1000)} s`;
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
const options = { kills, seed, say, signal: stopping.signal };
const problems = values.fleet ? await killFleet() : await killGateway();
say(problems.length === 0 ? 'every state was whole' : `${problems.length} PROBLEMS\n${problems.join('\n')}`);
process.exitCode = problems.length === 0 ? 0 : 1;

async function killFleet(): Promise<string[]> {
  const report = await runFleetFaults(options);
  say(`${report.kills} kills in ${elapsed()}, ${report.acknowledged} requests acknowledged`);
  return report.problems;
}

async function killGateway(): Promise<string[]> {
  const report = await runFaults(options);
  say(`${report.kills} kills in ${elapsed()}: ${JSON.stringify(report.byVictim)}`);
  for (const work of works) {
    const { old, new: changed } = report.found[work];
    say(`${work}: old state ${old} times, new state ${changed} times`);
  }
  say(`outcomes: ${JSON.stringify(report.outcomes)}`);
  return report.problems;
}
