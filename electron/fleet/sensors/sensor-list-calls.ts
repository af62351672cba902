import { ownAgent } from '../agents/own-agent.ts';
import type { FleetHandlers } from '../http/call.ts';
import { currentReport } from '../reports/report-rows.ts';
import { isSet } from '../target-state/target-version.ts';
import type { TargetDeps } from '../target-state/write-for.ts';
import { sensorFacts } from './sensor-facts.ts';
import { findSensor } from './sensor-list.ts';
import { childOf } from './show-child.ts';
import { showHealth, summaryOf } from './show-health.ts';
import { showSensor } from './show-sensor.ts';

const hourMs = 3_600_000;
const mostRows = 10_000;

/** Sensors, and how they are (wire §1.7). */
export function sensorListCalls(
  deps: TargetDeps & { now(): number },
): Pick<FleetHandlers, 'listSensors' | 'sensorHealth' | 'sensorHistory' | 'reportedDevices'> {
  const { store, targets, now } = deps;

  /** The sensors of an agent, of one protocol when it is given, and what is known of them. */
  async function sensorsOf(uuid: string, protocol: string | undefined) {
    const target = await targets.newest(uuid);
    if (!isSet(target)) return null;
    const endpoints = (target.config.endpoints ?? []).filter(
      (each) => protocol === undefined || each.protocol === protocol,
    );
    return { endpoints, facts: await sensorFacts(store.read, uuid, target) };
  }

  return {
    async listSensors({ who, params: { uuid }, query }) {
      const agent = await ownAgent(store.read, who.tenantId, uuid);
      if (!agent.ok) return agent;
      const known = await sensorsOf(uuid, query.protocol);
      const devices = known?.endpoints.map((each) => showSensor(each, known.facts)) ?? [];
      return { status: 200, body: { devices, agents: devices, count: devices.length } };
    },
    async sensorHealth({ who, params: { uuid }, query }) {
      const agent = await ownAgent(store.read, who.tenantId, uuid);
      if (!agent.ok) return agent;
      const known = await sensorsOf(uuid, query.protocolType);
      const location = agent.value.location;
      const devices = known?.endpoints.map((each) => showHealth(each, known.facts, location)) ?? [];
      return {
        status: 200,
        body: { deviceUuid: uuid, summary: summaryOf(devices), devices, agents: devices },
      };
    },
    async sensorHistory({ who, params, query: { hours } }) {
      const { uuid, protocol, deviceName } = params;
      const agent = await ownAgent(store.read, who.tenantId, uuid);
      if (!agent.ok) return agent;
      const target = await targets.newest(uuid);
      const sensor = findSensor(target?.config.endpoints ?? [], deviceName)?.name ?? deviceName;
      const rows = await store.read
        .selectFrom('sensor_health')
        .selectAll()
        .where('agent_uuid', '=', uuid)
        .where('sensor', '=', sensor)
        .where('protocol', '=', protocol)
        .where('at', '>=', Math.trunc(now() - hours * hourMs))
        .orderBy('at', 'desc')
        .limit(mostRows)
        .execute();
      const history = rows.map((row) => ({
        protocol_type: protocol,
        device_name: row.sensor,
        connected: row.is_connected === null ? null : row.is_connected === 1,
        last_poll: row.last_poll,
        error_count: row.error_count,
        last_error: row.last_error,
        timestamp: new Date(row.at).toISOString(),
      }));
      const asked = { agent_uuid: uuid, protocol_type: protocol, device_name: sensor, hours };
      return { status: 200, body: { ...asked, count: history.length, history } };
    },
    async reportedDevices({ who, params: { uuid } }) {
      const agent = await ownAgent(store.read, who.tenantId, uuid);
      if (!agent.ok) return agent;
      const current = await currentReport(store.read, uuid);
      const devices = (current?.report.devices ?? []).map(childOf);
      return { status: 200, body: { count: devices.length, devices } };
    },
  };
}
