/**
 * `node test/fakes/store-writer.ts PLACE FIRST`: writes pairs of boxes to the database until it is killed, and says the
 * number of each pair when it is on disk. PLACE is a `Place` as JSON.
 */
import process from 'node:process';
import { pino } from 'pino';
import { openStore } from '../../electron/platform/store/open-store.ts';
import { type BenchTables, benchMigrations } from './bench-schema.ts';

const [place = '{}', first = '0'] = process.argv.slice(2);
const opened = await openStore<BenchTables>(JSON.parse(place), benchMigrations, pino({ level: 'silent' }));
if (!opened.ok) throw new Error(opened.failure.message);
const store = opened.value;

async function writeOne(number: number): Promise<void> {
  await store.write(async (trx) => {
    await trx
      .insertInto('box')
      .values({ id: `${number} left`, name: 'x'.repeat(500), size: number })
      .execute();
    await trx
      .insertInto('box')
      .values({ id: `${number} right`, name: 'y', size: number })
      .execute();
  });
  process.stdout.write(`${number}\n`);
}

// Five at a time: what shares a commit is killed with it.
for (let number = Number(first); ; number += 5) {
  await Promise.all([0, 1, 2, 3, 4].map((offset) => writeOne(number + offset)));
}
