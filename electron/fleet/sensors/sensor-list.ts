import { failure } from '#shared/errors/failure.ts';
import type { Endpoint } from '#shared/fleet-api/target-state/endpoint.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** Changes of `config.endpoints`, one endpoint at a time. None of them changes the list that it is given. */

type Endpoints = readonly Endpoint[];

/** By name, or by uuid. */
export const findSensor = (endpoints: Endpoints, name: string): Endpoint | undefined =>
  endpoints.find((each) => each.name === name) ?? endpoints.find((each) => each.uuid === name);

/** SENSOR_NAME_TAKEN for a name or a uuid that another one has. */
export function withSensor(endpoints: Endpoints, added: Endpoint): Result<Endpoint[]> {
  const taken = takenBy(endpoints, added);
  return taken === undefined ? ok([...endpoints, added]) : taken;
}

/** SENSOR_NAME_TAKEN when it is given the name of another one. */
export function withChanged(endpoints: Endpoints, from: Endpoint, to: Endpoint): Result<Endpoint[]> {
  const taken = takenBy(
    endpoints.filter((each) => each !== from),
    to,
  );
  return taken === undefined ? ok(endpoints.map((each) => (each === from ? to : each))) : taken;
}

function takenBy(endpoints: Endpoints, { name, uuid }: Endpoint) {
  const isTaken = endpoints.some((each) => each.name === name || (uuid !== undefined && each.uuid === uuid));
  return isTaken ? fail(failure('SENSOR_NAME_TAKEN', { name })) : undefined;
}
