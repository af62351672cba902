/** `npm run bench [-- NAME…]`: the budgets of the design as figures. Not part of the tests: nothing there is timed. */
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import process from 'node:process';
import { measureConsole } from './console.ts';
import { measureFleet } from './fleet.ts';
import { measureGateway } from './gateway.ts';
import { measureLink } from './link.ts';
import { type Figure, formatTable } from './report.ts';
import { measureSerial } from './serial.ts';
import { measureStartup } from './startup.ts';
import { measureTransfer } from './transfer.ts';

const benches: Readonly<Record<string, (root: string) => Promise<Figure[]>>> = {
  console: measureConsole,
  fleet: measureFleet,
  gateway: measureGateway,
  link: measureLink,
  serial: measureSerial,
  startup: measureStartup,
  transfer: measureTransfer,
};

const root = resolve(import.meta.dirname, '../..');
const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}`);
  process.exit(1);
}

console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`);
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(benches)) {
  if (names.length > 0 && !names.includes(name)) continue;
  console.log(`measuring ${name} …`);
  figures.push(...(await measure(root)));
}
console.log(`\n${formatTable(figures)}`);
