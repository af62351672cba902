import type { Logger } from 'pino';
import type { Audit } from './audit/audit.ts';
import type { FleetStore } from './database/tables.ts';
import { deviceCalls } from './device/device-calls.ts';
import { createAgentLogs } from './logs/agent-logs.ts';
import { logCalls } from './logs/log-calls.ts';
import { logUploadCalls } from './logs/upload-calls.ts';
import { reportCalls } from './reports/report-calls.ts';
import { createReports } from './reports/reports.ts';
import { sweepReports } from './reports/sweep-reports.ts';
import { sensorCalls } from './sensors/sensor-calls.ts';
import { sensorListCalls } from './sensors/sensor-list-calls.ts';
import { deploymentCalls } from './target-state/deployment-calls.ts';
import { targetHistoryCalls } from './target-state/history-calls.ts';
import { targetStateCalls } from './target-state/target-calls.ts';
import { createTargetStates } from './target-state/target-states.ts';

/** What agents should be and what they say they are: target states, sensors, reports, logs, put together. */
export function createState(deps: { store: FleetStore; audit: Audit; now(): number; log: Logger }) {
  const { store, audit, now, log } = deps;
  const targets = createTargetStates({ store, audit, now });
  const reports = createReports({ store, now, log });
  const logs = createAgentLogs({ store, now });
  const target = { store, targets };
  const calls = {
    ...targetStateCalls(target),
    ...deploymentCalls(target),
    ...targetHistoryCalls(target),
    ...deviceCalls({ targets, reports }),
    ...reportCalls({ store, now }),
    ...logUploadCalls({ logs, now }),
    ...logCalls(store),
    ...sensorCalls({ ...target, now }),
    ...sensorListCalls({ ...target, now }),
  };
  return {
    calls,
    targets,
    reports,
    /** Drops what was kept for long enough. */
    async sweep(): Promise<void> {
      await sweepReports(store, now());
      await logs.sweep();
    },
  };
}

export type FleetState = ReturnType<typeof createState>;
