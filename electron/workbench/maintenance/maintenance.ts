import { failure } from '#shared/errors/failure.ts';
import { fail, ok } from '#shared/result.ts';
import type { BridgeHandlers } from '../bridge/host.ts';

type MaintenanceHandlers = {
  [N in Extract<keyof BridgeHandlers, `maintenance.${string}`>]: BridgeHandlers[N];
};

/** Until the runner is in, the workbench offers no jobs and says so. */
export function createMaintenanceHandlers(): MaintenanceHandlers {
  const refuse = async () =>
    fail(failure('NOT_OFFERED', { gateway: 'This workbench', what: 'maintenance jobs yet' }));
  return {
    'maintenance.jobs': async () => ok([]),
    'maintenance.preflight': refuse,
    'maintenance.backup': refuse,
    'maintenance.upgrade': refuse,
    'maintenance.firmware': refuse,
    'maintenance.restore': refuse,
    'maintenance.reboot': refuse,
    'maintenance.cancel': refuse,
    'maintenance.dismiss': refuse,
  };
}
