import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Job } from '#shared/bridge/maintenance.ts';
import { useLink } from '../bridge/bridge-context.tsx';
import { useCall } from '../bridge/use-call.ts';
import { whyNot } from './gateway-view.ts';
import { jobNoun, runningJob } from './job-view.ts';

/** One entry of the list; undefined while loading, null when it is not in the list. */
export function useGateway(gatewayId: string): Gateway | null | undefined {
  const { data } = useCall('gateways.list', null);
  if (!data) return undefined;
  return data.find((gateway) => gateway.id === gatewayId) ?? null;
}

export function useJobs(): readonly Job[] {
  return useCall('maintenance.jobs', null).data ?? [];
}

/** Why nothing can be done with the gateway now, for reading and for changing acts. */
export function useWhyNot(gateway: Gateway): { read: string | null; change: string | null } {
  const link = useLink();
  const running = runningJob(useJobs(), gateway.id);
  const context = { link, runningKind: running ? jobNoun(running.kind).toLowerCase() : null };
  return {
    read: whyNot(gateway, { ...context, administrator: false }),
    change: whyNot(gateway, { ...context, administrator: true }),
  };
}
