import { z } from 'zod';

/** From the least to the most (contract fleet.md §1). */
export const roles = ['viewer', 'operator', 'manager', 'admin', 'owner'] as const;

export const roleSchema = z.enum(roles);

export type Role = (typeof roles)[number];

/** The one permission table: what a person or an API key needs at least to do it. */
export const permissions = {
  'agents:read': 'viewer',
  'agents:write': 'manager',
  'agents:delete': 'admin',
  'target-state:read': 'viewer',
  'target-state:write': 'manager',
  'target-state:deploy': 'operator',
  'sensors:read': 'viewer',
  'sensors:write': 'manager',
  'fleets:read': 'viewer',
  'fleets:write': 'manager',
  'readings:read': 'viewer',
  'readings:write': 'operator',
  'anomalies:read': 'viewer',
  'anomalies:acknowledge': 'operator',
  'anomalies:write': 'manager',
  'jobs:read': 'viewer',
  'jobs:run': 'operator',
  'jobs:write': 'manager',
  'dashboards:read': 'viewer',
  'dashboards:write': 'manager',
  'profiles:read': 'viewer',
  'profiles:write': 'manager',
  'ai:use': 'viewer',
  'grafana:read': 'viewer',
  'grafana:write': 'manager',
  'license:read': 'viewer',
  'license:write': 'owner',
  'billing:read': 'viewer',
  'provisioning:read': 'manager',
  'provisioning:write': 'admin',
  'users:read': 'admin',
  'users:write': 'admin',
  'api-keys:read': 'admin',
  'api-keys:write': 'admin',
  'broker:read': 'admin',
  'broker:write': 'admin',
  'audit:read': 'admin',
  'system:read': 'admin',
  'system:write': 'admin',
  'tenant:write': 'owner',
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof permissions;

/** Whether `held` is at least `needed`. */
export const isAtLeast = (held: Role, needed: Role): boolean => roles.indexOf(held) >= roles.indexOf(needed);

export const may = (role: Role, permission: Permission): boolean => isAtLeast(role, permissions[permission]);

export const permissionsOf = (role: Role): Permission[] =>
  (Object.keys(permissions) as Permission[]).filter((permission) => may(role, permission));
