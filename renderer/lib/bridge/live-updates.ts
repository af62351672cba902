import type { QueryClient } from '@tanstack/react-query';
import type { CallName, CallOutput, EventName } from '#shared/bridge/contract.ts';
import { removeById, startedRun, upsertById, upsertJob, upsertRun } from './cache-reducers.ts';
import type { HostBridge } from './host-bridge.ts';

/** Key of a call in the query cache. */
export const callKey = (name: CallName, input: unknown = null): readonly [CallName, unknown] => [name, input];

/** Changes what is cached for a call without input; nothing happens before it was fetched the first time. */
export function change<N extends CallName>(
  client: QueryClient,
  name: N,
  update: (known: CallOutput<N>) => CallOutput<N>,
): void {
  client.setQueryData<CallOutput<N>>(callKey(name), (known) =>
    known === undefined ? undefined : update(known),
  );
}

/** Writes the answer of a call that changed something into the lists that show it, without waiting for its event. */
export function applyAnswer<N extends CallName>(client: QueryClient, name: N, answer: CallOutput<N>): void {
  const value: unknown = answer;
  if (value === null || value === undefined) return;
  const is = (prefix: string) => name.startsWith(prefix);
  if (name === 'settings.update') change(client, 'settings.get', () => value as CallOutput<'settings.get'>);
  else if (is('site.')) change(client, 'site.status', () => value as CallOutput<'site.status'>);
  else if (name === 'recipes.start')
    change(client, 'recipes.runs', (known) => startedRun(known, value as CallOutput<'recipes.start'>));
  else if (is('gateways.') && !Array.isArray(value))
    change(client, 'gateways.list', (known) => upsertById(known, value as CallOutput<'gateways.add'>));
  else if (is('maintenance.') && name !== 'maintenance.preflight' && !Array.isArray(value))
    change(client, 'maintenance.jobs', (known) =>
      upsertJob(known, value as CallOutput<'maintenance.backup'>),
    );
}

/**
 * Keeps the query cache current by the host's events, and fetches everything again after the link was lost,
 * because events of that time are gone. Returns the function that ends it.
 */
export function followHost(bridge: HostBridge, client: QueryClient): () => void {
  let wasLost = false;
  const ends = [
    bridge.subscribe('gateways.changed', (gateway) =>
      change(client, 'gateways.list', (known) => upsertById(known, gateway)),
    ),
    bridge.subscribe('gateways.removed', ({ id }) =>
      change(client, 'gateways.list', (known) => removeById(known, id)),
    ),
    bridge.subscribe('settings.changed', (settings) => change(client, 'settings.get', () => settings)),
    bridge.subscribe('site.changed', (site) => change(client, 'site.status', () => site)),
    bridge.subscribe('backups.changed', () => {
      void client.invalidateQueries({ queryKey: ['backups.list'] });
    }),
    bridge.subscribe('maintenance.changed', (job) =>
      change(client, 'maintenance.jobs', (known) => upsertJob(known, job)),
    ),
    bridge.subscribe('recipes.changed', (run) =>
      change(client, 'recipes.runs', (known) => upsertRun(known, run)),
    ),
    bridge.onLink(() => {
      const { state } = bridge.link();
      if (state === 'open' && wasLost) void client.invalidateQueries();
      wasLost = state === 'lost' || (wasLost && state !== 'open');
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** Events that {@link followHost} and `followSerial` handle, and those that a screen hears itself; a test holds this against the contract. */
export const followedEvents = [
  'gateways.changed',
  'gateways.removed',
  'gateways.identified',
  'settings.changed',
  'site.changed',
  'backups.changed',
  'maintenance.changed',
  'serial.portsChanged',
  'serial.consoleChanged',
  'serial.consoleRemoved',
  'serial.arrived',
  'serial.transferChanged',
  'serial.transferDismissed',
  'recipes.changed',
] as const satisfies readonly EventName[];
