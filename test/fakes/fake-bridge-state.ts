import type { AppInfo } from '#shared/bridge/app.ts';
import type { Backup } from '#shared/bridge/backups.ts';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { TrustedKeyEntry } from '#shared/bridge/keys.ts';
import type { Job, Preflight } from '#shared/bridge/maintenance.ts';
import type { Settings } from '#shared/bridge/settings.ts';
import type { Site } from '#shared/bridge/site.ts';

/** Everything that the pretended host knows. */
export interface FakeState {
  info: AppInfo;
  settings: Settings;
  gateways: Gateway[];
  site: Site;
  backups: Backup[];
  keys: TrustedKeyEntry[];
  jobs: Job[];
  /** What every file turns out to be. */
  preflight: Preflight | null;
}
