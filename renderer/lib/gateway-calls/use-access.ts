import type { Gateway } from '#shared/bridge/gateways.ts';
import { useLink } from '../bridge/bridge-context.tsx';
import { whyNot } from '../domain/gateway-view.ts';
import { jobNoun, runningJob } from '../domain/job-view.ts';
import { useJobs } from '../domain/use-gateway.ts';
import { type Access, isOffered, waitsForJob, whyNotAllowed } from './access-view.ts';

/** Why a call with an access cannot be made now, as a sentence for {@link ReasonButton}; null when it can. */
export function useAccess(gateway: Gateway): (access: Access) => string | null {
  const link = useLink();
  const running = runningJob(useJobs(), gateway.id);
  const runningKind = running ? jobNoun(running.kind).toLowerCase() : null;
  return (access) =>
    whyNot(gateway, {
      link,
      runningKind: waitsForJob(access) ? runningKind : null,
      administrator: false,
    }) ?? whyNotAllowed(gateway, access);
}

/** Whether it makes sense to ask: the host is there, the gateway is connected and used by this API. */
export function useReachable(gateway: Gateway, access: Access): boolean {
  const link = useLink();
  return link.state === 'open' && gateway.connection.state === 'connected' && isOffered(gateway, access);
}
