import type { ServerLimits } from '#platform/http/server-limits.ts';
import type { Place } from '#platform/store/store.ts';
import type { MailSettings } from './auth/mailer.ts';
import type { RateLimits } from './http/rate-scopes.ts';
import type { FleetCertificate, MqttOptions } from './mqtt/mqtt-options.ts';

/** What a fleet backend is started with. */
export interface FleetOptions {
  dataFolder: string;
  database: Place;
  host: string;
  /** 0: any free one. */
  port: number;
  tls: FleetCertificate | undefined;
  /** Where people reach it, for links in mails; null: the address that it listens on. */
  publicUrl: string | null;
  /** Of the first account; absent: one is generated. */
  adminPassword: string | undefined;
  mail: MailSettings | null;
  mqtt: MqttOptions;
  /** Whether anybody may make an account. */
  openRegistration: boolean;
  version: string;
  /** Agents of a tenant; absent: as without a licence. */
  deviceLimit?: number;
  limits?: Partial<ServerLimits>;
  rateLimits?: Partial<RateLimits>;
  /** UTC epoch milliseconds; absent: the clock of this machine. */
  now?: () => number;
}
