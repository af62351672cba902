import type { Gateway } from '#shared/bridge/gateways.ts';

/** `admin, administrator`; the name alone while the role is not known. */
export function accountWords(gateway: Gateway): string {
  const right = gateway.identity?.administrator;
  if (right === null || right === undefined) return gateway.username;
  return `${gateway.username}, ${right ? 'administrator' : 'may look and download'}`;
}

const mayWords: Record<Gateway['management']['may'], string> = {
  read: 'may look',
  write: 'may change',
  unknown: 'rights not told',
};

/** How the management API is used: `API key, may look`. */
export function managementWords({ management }: Gateway): string {
  if (management.auth === null) return 'no key and no login';
  return `${management.auth === 'key' ? 'API key' : 'with the account'}, ${mayWords[management.may]}`;
}
