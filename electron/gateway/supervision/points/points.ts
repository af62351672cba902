import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Logger } from 'pino';
import type { Database } from '#platform/database/database.ts';
import type { Spawner } from '#platform/processes/spawner.ts';
import type { RecordActivity } from '../activity/record-activity.ts';
import { driverProcessName } from '../drivers/driver-log-files.ts';
import type { Drivers } from '../drivers/drivers-port.ts';
import { openHistory } from '../history/history.ts';
import { historyCalls } from '../history/history-calls.ts';
import type { Handlers } from '../http/call.ts';
import { type EvaluatorLimits, evaluatorLimits } from '../logics/evaluator-limits.ts';
import { logicMethods } from '../logics/logic-methods.ts';
import { createLogics } from '../logics/logics.ts';
import type { PeersModules } from '../peers/peers-method.ts';
import { createDocumentStore } from './document-store.ts';
import { driverLogCalls } from './driver-log-calls.ts';
import { createFlow } from './flow.ts';
import { gatewayMethods } from './gateway-methods.ts';
import { createLastValues } from './last-values.ts';
import { namedValues } from './named-values.ts';
import { createPointChanges } from './point-changes.ts';
import { createPointValues } from './point-values.ts';
import { createRouteEngine } from './route-engine.ts';
import { createRouteExpressions } from './route-expressions.ts';

export interface PointsDeps {
  database: Database;
  drivers: Drivers;
  spawner: Spawner;
  /** The program of a driver; the one that runs JSONata lies beside it. */
  driverEntry: string;
  folders: { state: string; logs: string };
  /** Of this gateway, for people. */
  name(): string;
  note: RecordActivity;
  /** While a backup takes the place of the configuration nothing else may change it. */
  isRestoring(): boolean;
  limits?: Partial<EvaluatorLimits> | undefined;
  log: Logger;
}

type PointCalls = Pick<
  Handlers,
  'driverLogFile' | 'driverLogRaw' | 'driverLogJson' | 'loggersData' | 'loggersSites'
>;

/** Everything about points: configuration, values, routes, logics, history. */
export interface Points {
  modules: Pick<PeersModules, 'gateways' | 'logics'>;
  calls: PointCalls;
  /** The drivers as the maintenance pipelines stop and start them; with them goes what lives on their values. */
  drivers: Drivers;
  /** What was started for drivers, routes and logics, under the names of their logs. */
  processes(): { name: string; pid: number | null }[];
  close(): void;
}

export function createPoints(deps: PointsDeps): Points {
  const { drivers, folders, log } = deps;
  const store = createDocumentStore(deps);
  const addresses = () => store.all('addresses');
  const routes = () => store.all('routes').values();
  const history = openHistory({ folder: folders.state, log });
  const changes = createPointChanges({ ...deps, store });
  const findAddress = (key: string) => changes.find('addresses', key);
  const last = createLastValues((id) => addresses().has(id));
  const values = createPointValues({ drivers, last, forgetHistory: history.forget });
  const flow = createFlow({ drivers, last });
  drivers.onReadings((readings) => history.take(readings.filter(({ id }) => addresses().has(id))));

  const limits = { ...evaluatorLimits, ...deps.limits };
  const evaluators = { spawner: deps.spawner, entry: evaluatorEntry(deps.driverEntry), limits, log };
  const expressions = createRouteExpressions({ ...evaluators, routes });
  const carrier = createRouteEngine({
    flow,
    routes,
    good: last.good,
    isEnabled: (id) => addresses().get(id)?.enabled === true,
    evaluate: expressions.evaluate,
    log,
  });
  const logics = createLogics({
    ...evaluators,
    ...namedValues(addresses, last.good),
    logics: () => store.all('logics'),
    logsFolder: folders.logs,
    flow,
    findAddress,
    now: Date.now,
  });
  const onChanged = () => {
    expressions.changed();
    carrier.changed();
    logics.addressesChanged();
  };
  return {
    modules: {
      gateways: gatewayMethods({ store, changes, drivers, values, lastRun: carrier.lastRun, onChanged }),
      logics: logicMethods({ store, changes, logics }),
    },
    calls: {
      ...driverLogCalls(store, folders.logs),
      ...historyCalls({ history, name: deps.name, findAddress }),
    },
    drivers: {
      ...drivers,
      start() {
        store.load();
        drivers.start();
        expressions.start();
        carrier.start();
        logics.start();
      },
      async stop() {
        carrier.stop();
        await Promise.all([logics.stop(), expressions.stop(), drivers.stop()]);
        history.flush();
      },
    },
    processes: () => [
      ...drivers.status().map(({ driver, id, pid }) => ({ name: driverProcessName(driver, id), pid })),
      ...logics.processes(),
      ...[expressions.process()].filter((process) => process !== null),
    ],
    close: history.close,
  };
}

/** Beside the source, or beside the bundle that a package is. */
function evaluatorEntry(driverEntry: string): string {
  const relative = driverEntry.endsWith('.ts') ? '../logics/evaluator-main.ts' : './evaluator-main.js';
  return fileURLToPath(new URL(relative, pathToFileURL(driverEntry)));
}
