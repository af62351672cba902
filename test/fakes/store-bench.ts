import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { StoreMigration } from '../../electron/platform/store/migrate.ts';
import { openStore } from '../../electron/platform/store/open-store.ts';
import type { Place, Store } from '../../electron/platform/store/store.ts';
import { type BenchTables, benchMigrations } from './bench-schema.ts';

/** Silent: what a store logs is not what its tests look at. */
export const silentLog = pino({ level: 'silent' });

/** A store at `place`, closed when the test has ended. Throws the sentence of a failure. */
export async function openedStore<T>(place: Place, migrations: readonly StoreMigration[]): Promise<Store<T>> {
  const opened = await openStore<T>(place, migrations, silentLog);
  if (!opened.ok) throw new Error(opened.failure.message);
  onTestFinished(() => opened.value.close());
  return opened.value;
}

export const openBench = (place: Place): Promise<Store<BenchTables>> => openedStore(place, benchMigrations);
