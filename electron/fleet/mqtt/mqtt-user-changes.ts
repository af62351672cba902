import type { mqttRoles } from '#shared/fleet-api/mqtt-api.ts';
import { access } from '../broker/access-rules.ts';
import { tenantFilter } from './mqtt-rows.ts';

/** What a body may say of a user's rights. */
export interface GivenRights {
  is_superuser?: boolean | undefined;
  is_active?: boolean | undefined;
  acls?: readonly { topic: string; access: number }[] | undefined;
  roles?: readonly (typeof mqttRoles)[number][] | undefined;
}

const bitsOf = { reader: access.read | access.subscribe, writer: access.write } as const;

/** Rights as they are stored; undefined: they stay as they are. Roles are another way of writing rules. */
export function rightsOf(tenantId: string, { is_superuser, acls, roles }: GivenRights) {
  const topic = tenantFilter(tenantId);
  const ofRoles = roles?.flatMap((role) =>
    role === 'superuser' ? [] : [{ topic, access: bitsOf[role] as number }],
  );
  const rules =
    acls === undefined && ofRoles === undefined ? undefined : [...(acls ?? []), ...(ofRoles ?? [])];
  return { isSuperuser: is_superuser ?? roles?.includes('superuser'), rules };
}
