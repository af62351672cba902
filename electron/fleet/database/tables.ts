import type { Transaction } from 'kysely';
import type { Store } from '#platform/store/store.ts';
import type { AccountTables } from './tables/accounts.ts';
import type { AgentListTables } from './tables/agent-list.ts';
import type { AgentTables } from './tables/agents.ts';
import type { AuditTables } from './tables/audit.ts';
import type { FleetListTables } from './tables/fleets.ts';
import type { GroupTables } from './tables/groups.ts';
import type { JobTables } from './tables/jobs.ts';
import type { LogTables } from './tables/logs.ts';
import type { MqttTables } from './tables/mqtt.ts';
import type { ProvisioningTables } from './tables/provisioning.ts';
import type { ReportTables } from './tables/reports.ts';
import type { TargetStateTables } from './tables/target-state.ts';

/** Every table of the fleet backend. Times are epoch milliseconds, flags 0 or 1, documents JSON text. */
export interface FleetTables
  extends AccountTables,
    AgentListTables,
    AgentTables,
    AuditTables,
    FleetListTables,
    GroupTables,
    JobTables,
    LogTables,
    MqttTables,
    ProvisioningTables,
    ReportTables,
    TargetStateTables {}

export type FleetStore = Store<FleetTables>;
export type FleetTransaction = Transaction<FleetTables>;
