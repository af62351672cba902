import type { Logger } from 'pino';
import type { Database } from '#platform/database/database.ts';
import type { Spawner } from '#platform/processes/spawner.ts';
import type { RecordActivity } from '../activity/record-activity.ts';
import type { Drivers } from '../drivers/drivers-port.ts';
import type { Handlers } from '../http/call.ts';
import type { PeersModules } from '../peers/peers-method.ts';
import { createDocumentStore } from './document-store.ts';
import { driverLogCalls } from './driver-log-calls.ts';
import { gatewayMethods } from './gateway-methods.ts';
import { createLastValues } from './last-values.ts';
import { createPointChanges } from './point-changes.ts';
import { createPointValues } from './point-values.ts';

export interface PointsDeps {
  database: Database;
  drivers: Drivers;
  spawner: Spawner;
  logsFolder: string;
  /** Of this gateway, for people. */
  name(): string;
  note: RecordActivity;
  /** While a backup takes the place of the configuration nothing else may change it. */
  isRestoring(): boolean;
  log: Logger;
}

/** Everything about points: configuration, values, routes, logics, history. */
export interface Points {
  modules: Pick<PeersModules, 'gateways'>;
  calls: Pick<Handlers, 'driverLogFile' | 'driverLogRaw' | 'driverLogJson'>;
  /** The drivers as the maintenance pipelines stop and start them; with them goes what lives on their values. */
  drivers: Drivers;
}

export function createPoints(deps: PointsDeps): Points {
  const { drivers } = deps;
  const store = createDocumentStore(deps);
  const changes = createPointChanges({ ...deps, store });
  const last = createLastValues((id) => store.all('addresses').has(id));
  const values = createPointValues({ drivers, last, forgetHistory: () => undefined });
  drivers.onReadings((readings) => last.take(readings));
  return {
    modules: { gateways: gatewayMethods({ store, changes, drivers, values, onChanged: () => undefined }) },
    calls: driverLogCalls(store, deps.logsFolder),
    drivers: {
      ...drivers,
      start() {
        store.load();
        drivers.start();
      },
    },
  };
}
