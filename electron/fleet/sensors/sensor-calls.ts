import type { IncomingHttpHeaders } from 'node:http';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { ownAgent } from '../agents/own-agent.ts';
import type { FleetHandlers } from '../http/call.ts';
import type { UserPrincipal } from '../http/principal.ts';
import type { TargetVersion } from '../target-state/target-version.ts';
import { type TargetDeps, writeFor } from '../target-state/write-for.ts';
import { changedSensor } from './changed-sensor.ts';
import { type SensorEdit, withSensors } from './edit-sensors.ts';
import { sensorFacts } from './sensor-facts.ts';
import { findSensor, withChanged, withSensor } from './sensor-list.ts';
import { type ShownSensor, showSensor } from './show-sensor.ts';

interface SensorCall {
  who: UserPrincipal;
  params: { uuid: string };
  query: { hold: boolean; validateOnly: boolean };
  headers: IncomingHttpHeaders;
  address: string;
  requestId: string;
}

/** Sensors, one at a time: each write is a version of the target state that they stand in (wire §1.7). */
export function sensorCalls(
  deps: TargetDeps & { now(): number },
): Pick<FleetHandlers, 'createSensor' | 'updateSensor' | 'deleteSensor'> {
  const { store, targets, now } = deps;

  /** What the write would make, without making it. */
  async function check({ who, params }: SensorCall, edit: SensorEdit): Promise<Result<TargetVersion>> {
    const agent = await ownAgent(store.read, who.tenantId, params.uuid);
    if (!agent.ok) return agent;
    const before = await targets.newest(params.uuid);
    return withSensors(before, edit, { by: who.name, at: now(), hold: false });
  }

  /** Makes or checks a sensor of this name, and shows it. */
  async function putSensor(
    call: SensorCall,
    edit: SensorEdit,
    nameAfter: () => string,
  ): Promise<Result<{ device: ShownSensor; version: number }>> {
    const { params, query } = call;
    const target = query.validateOnly
      ? await check(call, edit)
      : await writeFor(call, deps, (before, by) => withSensors(before, edit, { ...by, hold: query.hold }));
    if (!target.ok) return target;
    const { version, config } = target.value;
    const endpoint = findSensor(config.endpoints ?? [], nameAfter());
    if (endpoint === undefined) throw new Error('a sensor that was written is not there');
    const facts = await sensorFacts(store.read, params.uuid, target.value);
    return ok({ device: showSensor(endpoint, facts), version });
  }

  return {
    async createSensor(call) {
      const { body, query } = call;
      const put = await putSensor(
        call,
        (endpoints) => withSensor(endpoints, body),
        () => body.name,
      );
      if (!put.ok) return put;
      if (query.validateOnly)
        return { status: 200, body: { ...done('can be added', put.value), ...put.value } };
      return { status: 201, body: { ...done('was added', put.value), ...put.value } };
    },
    async updateSensor(call) {
      const { params, body } = call;
      let name = params.name;
      const edit: SensorEdit = (endpoints) => {
        const from = findSensor(endpoints, params.name);
        if (from === undefined) return fail(failure('SENSOR_NOT_FOUND', { name: params.name }));
        const to = changedSensor(from, body);
        if (!to.ok) return to;
        name = to.value.name;
        return withChanged(endpoints, from, to.value);
      };
      const put = await putSensor(call, edit, () => name);
      if (!put.ok) return put;
      const what = call.query.validateOnly ? 'can be changed' : 'was changed';
      return { status: 200, body: { ...done(what, put.value), ...put.value } };
    },
    async deleteSensor(call) {
      const { params, query } = call;
      const written = await writeFor(call, deps, async (before, by, trx) => {
        const found = findSensor(before?.config.endpoints ?? [], params.name);
        if (found === undefined) return fail(failure('SENSOR_NOT_FOUND', { name: params.name }));
        if (query.hard) {
          await trx
            .deleteFrom('sensor_health')
            .where('agent_uuid', '=', params.uuid)
            .where('sensor', '=', found.name)
            .execute();
        }
        const without: SensorEdit = (endpoints) => ok(endpoints.filter((each) => each !== found));
        return withSensors(before, without, { ...by, hold: query.hold });
      });
      if (!written.ok) return written;
      const mode = query.hard ? 'hard' : 'soft';
      const message = query.hard
        ? 'The sensor and what is known of its health are gone'
        : 'The sensor is removed; what it has reported stays';
      return { status: 200, body: { status: 'ok', mode, message, version: written.value.version } };
    },
  };
}

const done = (what: string, { device }: { device: ShownSensor }) => ({
  status: 'ok' as const,
  message: `The sensor ${device.name} ${what}`,
});
