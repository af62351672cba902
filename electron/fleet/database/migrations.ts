import type { StoreMigration } from '#platform/store/migrate.ts';
import { accounts } from './migrations/001-accounts.ts';
import { audit } from './migrations/002-audit.ts';
import { agents } from './migrations/003-agents.ts';
import { provisioning } from './migrations/004-provisioning.ts';
import { mqtt } from './migrations/005-mqtt.ts';
import { targetState } from './migrations/006-target-state.ts';
import { reports } from './migrations/007-reports.ts';
import { logs } from './migrations/008-logs.ts';
import { jobs } from './migrations/009-jobs.ts';
import { agentList } from './migrations/010-agent-list.ts';
import { fleets } from './migrations/011-fleets.ts';
import { groups } from './migrations/012-groups.ts';

/** The schema of the fleet backend, step by step; the number of a step is its place, from 1. A step that was released is never changed. */
export const fleetMigrations: readonly StoreMigration[] = [
  ...[accounts, audit, agents, provisioning, mqtt],
  ...[targetState, reports, logs, jobs],
  ...[agentList, fleets, groups],
];
