import type { AppInfo } from '#shared/bridge/app.ts';
import type { Backup } from '#shared/bridge/backups.ts';
import type { ScreenCall } from '#shared/bridge/gateway-calls.ts';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { TrustedKeyEntry } from '#shared/bridge/keys.ts';
import type { Job, Preflight } from '#shared/bridge/maintenance.ts';
import type { Settings } from '#shared/bridge/settings.ts';
import type { Site } from '#shared/bridge/site.ts';
import type { Inspection } from '#shared/gateway-api/extensions.ts';
import type { Result } from '#shared/result.ts';
import type { FakeSerial } from './fake-serial-handlers.ts';

/** What a gateway is asked for by `gateway.call` (its arguments by where they go) or `gateway.peers` (`body` holds them). */
export interface FakeRequest {
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string | string[]>>;
  body: unknown;
}

/** Held against the schema of the row, as the host does: an answer that no gateway could give does not pass. */
export type FakeAnswer = (request: FakeRequest) => Result<unknown>;

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
  /** What gateways answer by call; absent ones are not offered. */
  gatewayCalls?: Partial<Record<ScreenCall, FakeAnswer>>;
  /** The same by `module/method` of the dispatcher. */
  peers?: Readonly<Record<string, FakeAnswer>>;
  /** What `gateway.inspect` finds. */
  inspection?: Inspection | null;
  /** Absent: a computer without serial ports. */
  serial?: FakeSerial;
}
