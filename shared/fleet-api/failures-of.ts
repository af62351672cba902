import { type ErrorCode, errorTable } from '../errors/error-table.ts';
import type { FleetAccess, FleetEndpoint } from './endpoint.ts';

/** Every expected failure of a row: its own, and what access, reading, rate and store bring with them. */
export function failuresOf(endpoint: FleetEndpoint): ErrorCode[] {
  const { params, query, body, stream, idempotent } = endpoint;
  const reads = params !== undefined || query !== undefined || body !== undefined;
  return [
    ...accessFailures(endpoint.access),
    ...(reads ? (['REQUEST_INVALID'] as const) : []),
    ...(body !== undefined || stream ? (['BODY_TOO_LARGE', 'BODY_UNREADABLE'] as const) : []),
    ...(idempotent ? (['IDEMPOTENCY_CONFLICT'] as const) : []),
    ...(endpoint.failures ?? []),
    'TOO_MANY_REQUESTS',
    'DATABASE_UNAVAILABLE',
    'FLEET_INTERNAL',
  ];
}

function accessFailures(access: FleetAccess): ErrorCode[] {
  if (access === 'none') return [];
  if (access === 'device' || access === 'any-device') {
    return ['DEVICE_KEY_MISSING', 'DEVICE_KEY_INVALID', 'DEVICE_NOT_REGISTERED', 'DEVICE_INACTIVE'];
  }
  const signedIn: ErrorCode[] = ['TOKEN_MISSING', 'TOKEN_INVALID', 'TOKEN_EXPIRED'];
  return access === 'signed-in' ? signedIn : [...signedIn, 'ROLE_TOO_LOW'];
}

/** The same by HTTP status. */
export const failuresByStatus = (endpoint: FleetEndpoint): Map<number, ErrorCode[]> =>
  Map.groupBy(new Set(failuresOf(endpoint)), (code) => errorTable[code].status);

/** A code as it stands on the wire: `agent_not_found`. */
export const wireCode = (code: ErrorCode): string => code.toLowerCase();
