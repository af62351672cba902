import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Access } from '#shared/gateway-api/endpoint.ts';
import { gatewayName } from '../domain/gateway-view.ts';

export type { Access };

const ofManagement = (access: Access): boolean =>
  access === 'system:read' || access === 'system:write' || access === 'any-key';

const changes = (access: Access): boolean => access === 'administrator' || access === 'system:write';

/**
 * Why a call with this access cannot be made, by what the account and the key may do and what the box is used by; null
 * when it can, or when only the gateway knows. Whether it is connected is another question.
 */
export function whyNotAllowed(gateway: Gateway, access: Access): string | null {
  const { offers, management, identity } = gateway;
  const name = gatewayName(gateway);
  const reader = identity?.administrator === false;
  const account = `The account ${gateway.username} may look and download only. Log in as an administrator.`;
  if (access === 'none') return null;
  if (!ofManagement(access)) {
    if (!offers.system) return `${name} is used by its management API only: no account is logged in.`;
    return changes(access) && reader ? account : null;
  }
  if (!offers.management) return `${name} is not used by its management API.`;
  if (management.failure) return management.failure.message;
  if (!changes(access)) return null;
  if (management.auth === 'session' && reader) return account;
  if (management.may !== 'read') return null;
  return management.auth === 'key'
    ? 'The API key may look only; it needs the permission “write”. Another key is entered under Edit.'
    : account;
}

/** Whether the box is used by the API that this call belongs to at all. */
export const isOffered = (gateway: Gateway, access: Access): boolean =>
  ofManagement(access) ? gateway.offers.management : access === 'none' || gateway.offers.system;

/** Whether what runs on the gateway now stands in the way: reading never does harm. */
export const waitsForJob = (access: Access): boolean => changes(access);
