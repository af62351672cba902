import type { Config } from '#shared/fleet-api/target-state/config.ts';

/**
 * Gives every endpoint a uuid, since the agent ignores those without (wire §3.4): the one that the endpoint of this name had
 * before, so that its readings go on, else a new one.
 */
export function withEndpointUuids(config: Config, before: Config, newUuid: () => string): Config {
  const { endpoints } = config;
  if (endpoints === undefined || endpoints.every(({ uuid }) => uuid !== undefined)) return config;
  const taken = new Set(endpoints.map(({ uuid }) => uuid));
  const known = new Map((before.endpoints ?? []).map(({ name, uuid }) => [name, uuid]));
  const uuidFor = (name: string): string => {
    const had = known.get(name);
    return had === undefined || taken.has(had) ? newUuid() : had;
  };
  return {
    ...config,
    endpoints: endpoints.map((each) => ({ ...each, uuid: each.uuid ?? uuidFor(each.name) })),
  };
}
