import type { FastifyRequest } from 'fastify';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { FleetEndpoint } from '#shared/fleet-api/endpoint.ts';
import { may, permissions } from '#shared/fleet-api/roles.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { apiKeyOf, bearerOf, deviceKeyOf } from './credentials.ts';
import type { DevicePrincipal, Principal, UserPrincipal } from './principal.ts';

/** Who a request says it comes from. */
export interface Identities {
  /** TOKEN_INVALID, TOKEN_EXPIRED. */
  userOfToken(token: string): Promise<Result<UserPrincipal>>;
  /** Null for a key that is not valid (any more). */
  userOfKey(key: string): Promise<UserPrincipal | null>;
  /** The device with this key; `uuid` null: whoever it is. DEVICE_KEY_INVALID, DEVICE_INACTIVE, AGENT_NOT_FOUND. */
  device(uuid: string | null, key: string): Promise<Result<DevicePrincipal>>;
}

export interface Access {
  /** Known also when the row is not for them. */
  who: Principal | null;
  /** Why the call may not be made; null: it may. */
  refused: Failure | null;
}

/** Who asks, and why this row is not for them. Decided from the row alone. */
export async function checkAccess(
  endpoint: FleetEndpoint,
  request: FastifyRequest,
  identities: Identities,
): Promise<Access> {
  const { access } = endpoint;
  if (access === 'none') return { who: null, refused: null };
  const isDevice = access === 'device' || access === 'any-device';
  const found = await (isDevice
    ? checkDevice(access, request, identities)
    : whoIs(request.headers, identities));
  if (!found.ok) return { who: null, refused: found.failure };
  const who = found.value;
  if (who.kind === 'device' || access === 'signed-in' || isDevice || may(who.role, access)) {
    return { who, refused: null };
  }
  return { who, refused: failure('ROLE_TOO_LOW', { needed: permissions[access], held: who.role }) };
}

function checkDevice(
  access: 'device' | 'any-device',
  { headers, params }: FastifyRequest,
  identities: Identities,
): Promise<Result<DevicePrincipal>> | Result<DevicePrincipal> {
  const key = deviceKeyOf(headers);
  if (key === null) return fail(failure('DEVICE_KEY_MISSING'));
  const { uuid } = params as { uuid?: string };
  if (access === 'device' && uuid === undefined)
    throw new Error('a row for one device has :uuid in its path');
  return identities.device(access === 'device' ? (uuid ?? null) : null, key);
}

async function whoIs(
  headers: FastifyRequest['headers'],
  identities: Identities,
): Promise<Result<UserPrincipal>> {
  const key = apiKeyOf(headers);
  if (key !== null) {
    const user = await identities.userOfKey(key);
    return user === null ? fail(failure('TOKEN_INVALID')) : ok(user);
  }
  const token = bearerOf(headers);
  return token === null ? fail(failure('TOKEN_MISSING')) : identities.userOfToken(token);
}
