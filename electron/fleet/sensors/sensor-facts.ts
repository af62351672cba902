import type { Kysely } from 'kysely';
import type { FleetTables } from '../database/tables.ts';
import { currentReport } from '../reports/report-rows.ts';
import type { TargetVersion } from '../target-state/target-version.ts';
import type { SensorFacts } from './show-sensor.ts';

/** What is known of an agent's sensors beside its target state. */
export async function sensorFacts(
  from: Kysely<FleetTables>,
  agentUuid: string,
  target: TargetVersion,
): Promise<SensorFacts> {
  const marks = await from.selectFrom('sensors').selectAll().where('agent_uuid', '=', agentUuid).execute();
  const current = await currentReport(from, agentUuid);
  return { target, current, marks: new Map(marks.map((row) => [row.uuid, row])) };
}
