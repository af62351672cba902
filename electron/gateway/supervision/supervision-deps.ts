import type { Logger } from 'pino';
import type { ServerLimits } from '#platform/http/server-limits.ts';
import type { Spawner } from '#platform/processes/spawner.ts';
import type { BootInfo } from '../launcher-protocol.ts';
import type { ConsoleOverrides } from './console/console-overrides.ts';
import type { DriverLimits } from './drivers/driver-limits.ts';
import type { LauncherPort } from './launcher-port.ts';
import type { EvaluatorLimits } from './logics/evaluator-limits.ts';
import type { UpdateLimits } from './updates/updates.ts';

export interface SupervisionDeps {
  boot: BootInfo;
  /** Of the code that runs. */
  revision: string;
  launcher: LauncherPort;
  spawner: Spawner;
  /** Program of one driver instance. */
  driverEntry: string;
  /** Password of the first account; absent: one is generated. */
  adminPassword: string | undefined;
  log: Logger;
  limits?: Partial<ServerLimits>;
  drivers?: Partial<DriverLimits>;
  evaluators?: Partial<EvaluatorLimits>;
  heartbeatMs?: number;
  updates?: Partial<UpdateLimits>;
  console?: ConsoleOverrides;
}
