import { auditCalls } from './audit/audit-calls.ts';
import { apiKeyCalls } from './auth/api-key-calls.ts';
import type { AuthDeps } from './auth/auth-deps.ts';
import { inviteCalls } from './auth/invite-calls.ts';
import { sessionCalls } from './auth/session-calls.ts';
import { userCalls } from './auth/user-calls.ts';
import type { FleetHandlers } from './http/call.ts';
import { serviceCalls } from './service/service-calls.ts';

/** A handler for every row of the contract. */
export function createHandlers(deps: {
  auth: AuthDeps;
  answered: ReadonlyMap<number, number>;
  version: string;
}): FleetHandlers {
  const { auth, answered, version } = deps;
  const { store, now } = auth;
  return {
    ...serviceCalls({ version, store, answered, now }),
    ...sessionCalls(auth),
    ...inviteCalls(auth),
    ...apiKeyCalls(auth),
    ...userCalls(auth),
    ...auditCalls(store),
  };
}
