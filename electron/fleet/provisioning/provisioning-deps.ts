import type { Audit } from '../audit/audit.ts';
import type { FleetStore, FleetTransaction } from '../database/tables.ts';
import type { DeviceDirectory } from '../device/device-directory.ts';
import type { AgentMqtt } from './agent-mqtt.ts';

/** What the calls that make, prove and end agents work with. */
export interface ProvisioningDeps {
  store: FleetStore;
  audit: Audit;
  devices: DeviceDirectory;
  mqtt: AgentMqtt;
  /** How many agents the licence allows the tenant. */
  deviceLimit(tenantId: string): number;
  /** Whether the tenant has this fleet. */
  hasFleet(read: Pick<FleetTransaction, 'selectFrom'>, tenantId: string, fleetUuid: string): Promise<boolean>;
  now(): number;
}
