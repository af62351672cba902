import { ok } from '#shared/result.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import type { SiteControl } from './site.ts';

type SiteHandlers = { [N in Extract<keyof BridgeHandlers, `site.${string}`>]: BridgeHandlers[N] };

export const createSiteHandlers = (site: SiteControl): SiteHandlers => ({
  'site.status': async () => ok(site.status()),
  'site.start': () => site.start(),
  'site.stop': () => site.stop(),
});
