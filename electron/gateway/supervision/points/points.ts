import type { Logger } from 'pino';
import type { Database } from '#platform/database/database.ts';
import type { RecordActivity } from '../activity/record-activity.ts';
import type { Drivers } from '../drivers/drivers-port.ts';
import { openHistory } from '../history/history.ts';
import { historyCalls } from '../history/history-calls.ts';
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
  folders: { state: string; logs: string };
  /** Of this gateway, for people. */
  name(): string;
  note: RecordActivity;
  /** While a backup takes the place of the configuration nothing else may change it. */
  isRestoring(): boolean;
  log: Logger;
}

type PointCalls = Pick<
  Handlers,
  'driverLogFile' | 'driverLogRaw' | 'driverLogJson' | 'loggersData' | 'loggersSites'
>;

/** Everything about points: configuration, values, routes, logics, history. */
export interface Points {
  modules: Pick<PeersModules, 'gateways'>;
  calls: PointCalls;
  /** The drivers as the maintenance pipelines stop and start them; with them goes what lives on their values. */
  drivers: Drivers;
  /** What was started for drivers, under the names of their logs. */
  processes(): { name: string; pid: number | null }[];
  close(): void;
}

export function createPoints(deps: PointsDeps): Points {
  const { drivers, folders, log } = deps;
  const store = createDocumentStore(deps);
  const history = openHistory({ folder: folders.state, log });
  const changes = createPointChanges({ ...deps, store });
  const last = createLastValues((id) => store.all('addresses').has(id));
  const values = createPointValues({ drivers, last, forgetHistory: history.forget });
  drivers.onReadings((readings) => {
    last.take(readings);
    history.take(readings.filter(({ id }) => store.all('addresses').has(id)));
  });
  return {
    modules: { gateways: gatewayMethods({ store, changes, drivers, values, onChanged: () => undefined }) },
    calls: {
      ...driverLogCalls(store, folders.logs),
      ...historyCalls({ history, name: deps.name, findAddress: (key) => changes.find('addresses', key) }),
    },
    drivers: {
      ...drivers,
      start() {
        store.load();
        drivers.start();
      },
      async stop() {
        await drivers.stop();
        history.flush();
      },
    },
    processes: () => drivers.status().map(({ driver, id, pid }) => ({ name: `${driver}_${id}`, pid })),
    close: history.close,
  };
}
