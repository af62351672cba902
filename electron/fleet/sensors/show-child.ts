import { z } from 'zod';

const text = z.string().nullish().catch(null);
const time = z.union([z.string(), z.number()]).nullish().catch(null);

/** Devices of a report are not described anywhere: these names are those of the API and of readings (wire §1.7, §2.5). */
const reportedSchema = z.object({
  uuid: text,
  device_uuid: text,
  endpointUuid: text,
  endpoint_uuid: text,
  name: text,
  deviceName: text,
  protocol: text,
  identifier: text,
  deviceId: text,
  enabled: z.boolean().nullish().catch(null),
  lastSeenAt: time,
  lastSeen: time,
});

export type ShownChild = ReturnType<typeof childOf>;

/** A device behind a sensor, as its agent tells it; what it does not tell is null. */
export function childOf(reported: Record<string, unknown>) {
  const told = reportedSchema.parse(reported);
  return {
    uuid: told.uuid ?? told.device_uuid ?? null,
    endpointUuid: told.endpointUuid ?? told.endpoint_uuid ?? null,
    name: told.name ?? told.deviceName ?? null,
    protocol: told.protocol ?? null,
    identifier: told.identifier ?? told.deviceId ?? null,
    enabled: told.enabled ?? null,
    lastSeenAt: told.lastSeenAt ?? told.lastSeen ?? null,
  };
}
