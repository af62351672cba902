import { parseArgs } from 'node:util';
import { runFaults } from './fault-run.ts';
import { works } from './works.ts';

/** `npm run faults -- --kills 500 [--seed N]` */

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '500' }, seed: { type: 'string' } },
});
const kills = Number(values.kills);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  process.stderr.write('usage: npm run faults -- --kills 500 [--seed N]\n');
  process.exit(2);
}
const say = (line: string) => void process.stdout.write(`${line}\n`);

say(`seed ${seed}`);
const startedMs = performance.now();
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
const report = await runFaults({ kills, seed, say, signal: stopping.signal });
const seconds = Math.round((performance.now() - startedMs) / 1000);
const { byVictim, found, outcomes, problems } = report;
say(`${report.kills} kills in ${seconds} s: ${JSON.stringify(byVictim)}`);
for (const work of works) {
  say(`${work}: old state ${found[work].old} times, new state ${found[work].new} times`);
}
say(`outcomes: ${JSON.stringify(outcomes)}`);
say(problems.length === 0 ? 'every state was whole' : `${problems.length} PROBLEMS\n${problems.join('\n')}`);
process.exitCode = problems.length === 0 ? 0 : 1;
