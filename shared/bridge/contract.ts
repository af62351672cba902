import type { z } from 'zod';
import type { Result } from '#shared/result.ts';
import { appCalls } from './app.ts';
import { backupsCalls, backupsEvents } from './backups.ts';
import { filesCalls } from './files.ts';
import { gatewayCalls } from './gateway-calls.ts';
import { gatewaysCalls, gatewaysEvents } from './gateways.ts';
import { keysCalls } from './keys.ts';
import { maintenanceCalls, maintenanceEvents } from './maintenance.ts';
import { serialCalls, serialEvents } from './serial.ts';
import { settingsCalls, settingsEvents } from './settings.ts';
import { siteCalls, siteEvents } from './site.ts';

/** Everything that the screens can ask of the workbench host and hear from it. Preload, transports and fakes derive from it. */
export const bridgeCalls = {
  ...appCalls,
  ...settingsCalls,
  ...filesCalls,
  ...gatewaysCalls,
  ...gatewayCalls,
  ...siteCalls,
  ...backupsCalls,
  ...keysCalls,
  ...maintenanceCalls,
  ...serialCalls,
} as const;

export const bridgeEvents = {
  ...settingsEvents,
  ...gatewaysEvents,
  ...siteEvents,
  ...backupsEvents,
  ...maintenanceEvents,
  ...serialEvents,
} as const;

export type CallName = keyof typeof bridgeCalls;
export type EventName = keyof typeof bridgeEvents;
export type CallInput<N extends CallName> = z.input<(typeof bridgeCalls)[N]['input']>;
export type CallOutput<N extends CallName> = z.output<(typeof bridgeCalls)[N]['output']>;
export type EventPayload<N extends EventName> = z.output<(typeof bridgeEvents)[N]>;

/** What the screens see, whatever carries it. */
export interface Bridge {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>>;
  /** Returns the function that ends the subscription. */
  subscribe<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
}
