import { iso, isoOrNull } from '../auth/show.ts';
import type { FleetStore } from '../database/tables.ts';
import { currentReport } from '../reports/report-rows.ts';
import { showState } from '../reports/show-state.ts';
import { newestVersion } from '../target-state/target-rows.ts';
import { isSet } from '../target-state/target-version.ts';
import { type AgentFacts, type AgentFigures, noFigures } from './agent-facts.ts';

type Reader = FleetStore['read'];

/** What is known of agents from their reports and target states. */
export function createReportedFacts(read: Reader): AgentFacts {
  return {
    async figures(uuids) {
      const found = new Map<string, AgentFigures>();
      if (uuids.length === 0) return found;
      for (const { agent_uuid, ...figures } of await reportedFigures(read, uuids)) {
        found.set(agent_uuid, { ...noFigures, ...figures });
      }
      const targets = await read
        .selectFrom('target_states')
        .select(['agent_uuid', 'apps_count'])
        .where('agent_uuid', 'in', uuids)
        .execute();
      for (const { agent_uuid, apps_count } of targets) {
        found.set(agent_uuid, { ...(found.get(agent_uuid) ?? noFigures), target_apps_count: apps_count });
      }
      return found;
    },
    async states(uuid) {
      const [target, current] = await Promise.all([newestVersion(read, uuid), currentReport(read, uuid)]);
      return {
        target_state: isSet(target)
          ? {
              ...{ apps: target.apps, config: target.config, version: target.version },
              ...{ needs_deployment: target.held, last_deployed_at: isoOrNull(target.lastDeployedAt) },
              ...{ deployed_by: target.deployedBy, updated_at: iso(target.updatedAt) },
            }
          : null,
        current_state: current === null ? null : showState(current.report, current.reportedAt),
      };
    },
  };
}

/** Of each agent that reported: its newest figures, which come with every second report only. */
const reportedFigures = (read: Reader, uuids: readonly string[]) =>
  read
    .selectFrom('current_states')
    .leftJoin('agent_metrics', (join) =>
      join
        .onRef('agent_metrics.agent_uuid', '=', 'current_states.agent_uuid')
        .on('agent_metrics.recorded_at', '=', (is) =>
          is
            .selectFrom('agent_metrics as each')
            .select((newest) => newest.fn.max('each.recorded_at').as('at'))
            .whereRef('each.agent_uuid', '=', 'current_states.agent_uuid'),
        ),
    )
    .select(['current_states.agent_uuid', 'current_states.reported_at as last_reported'])
    .select(['current_states.apps_count as current_apps_count', 'cpu_usage', 'cpu_temp'])
    .select(['memory_usage', 'memory_total', 'storage_usage', 'storage_total'])
    .where('current_states.agent_uuid', 'in', uuids)
    .execute();
