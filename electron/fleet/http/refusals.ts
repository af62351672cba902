import { createRequestRate } from '#platform/rate-limits/request-rate.ts';
import { wireCode } from '#shared/fleet-api/failures-of.ts';
import type { Audit } from '../audit/audit.ts';
import { actorOf } from '../audit/audit-event.ts';
import type { RegisterDeps } from './register-calls.ts';

/** A caller that is refused again and again fills no log. */
const loggedPerMinute = 5;
const minuteMs = 60_000;
const countedCallers = 10_000;

/** Writes refusals of somebody who is known into the audit log: who is not known belongs to no tenant. */
export function auditRefusals(deps: {
  audit: Audit;
  inBackground(work: Promise<unknown>): void;
}): RegisterDeps['onRefused'] {
  const rate = createRequestRate({
    requests: loggedPerMinute,
    windowMs: minuteMs,
    maxKeys: countedCallers,
    now: () => performance.now(),
  });
  return ({ request, endpoint, who, code }) => {
    if (who === null || rate.take(`${who.tenantId} ${request.ip}`).waitMs > 0) return;
    deps.inBackground(
      deps.audit.note({
        tenantId: who.tenantId,
        type: 'access.refused',
        target: { type: 'route', id: `${endpoint.method} ${endpoint.path}` },
        actor: actorOf(who, request.ip),
        severity: 'warning',
        correlationId: request.id,
        data: { code: wireCode(code) },
      }),
    );
  };
}
