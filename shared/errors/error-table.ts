import { archiveErrors } from './archive-errors.ts';
import { driverErrors } from './driver-errors.ts';
import type { ErrorRow } from './error-row.ts';
import { fleetAgentErrors } from './fleet-agent-errors.ts';
import { fleetBrokerErrors } from './fleet-broker-errors.ts';
import { fleetErrors } from './fleet-errors.ts';
import { fleetJobErrors } from './fleet-job-errors.ts';
import { fleetStateErrors } from './fleet-state-errors.ts';
import { fleetStoreErrors } from './fleet-store-errors.ts';
import { gatewayErrors } from './gateway-errors.ts';
import { linkErrors } from './link-errors.ts';
import { managementErrors } from './management-errors.ts';
import { pointErrors } from './point-errors.ts';
import { recipeErrors } from './recipe-errors.ts';
import { serialErrors } from './serial-errors.ts';
import { transferErrors } from './transfer-errors.ts';
import { updateErrors } from './update-errors.ts';
import { workbenchErrors } from './workbench-errors.ts';

/** Every expected failure of the product. A code crosses HTTP, the bridge, journals and logs unchanged. */
export const errorTable = {
  ...archiveErrors,
  ...driverErrors,
  ...fleetAgentErrors,
  ...fleetBrokerErrors,
  ...fleetErrors,
  ...fleetJobErrors,
  ...fleetStateErrors,
  ...fleetStoreErrors,
  ...gatewayErrors,
  ...linkErrors,
  ...managementErrors,
  ...updateErrors,
  ...pointErrors,
  ...recipeErrors,
  ...serialErrors,
  ...transferErrors,
  ...workbenchErrors,
} satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;
