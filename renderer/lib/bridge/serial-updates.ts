import type { QueryClient } from '@tanstack/react-query';
import type { CallName, CallOutput } from '#shared/bridge/contract.ts';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import type { SerialTransfer } from '#shared/bridge/serial-transfer.ts';
import { removeById, upsertById } from './cache-reducers.ts';
import type { HostBridge } from './host-bridge.ts';
import { callKey, change } from './live-updates.ts';

/** Calls that answer the console as it is afterwards. */
const consoleCalls: ReadonlySet<CallName> = new Set([
  'serial.open',
  'serial.reopen',
  'serial.close',
  'serial.configure',
  'serial.paste',
  'serial.cancelPaste',
  'serial.setSignals',
  'serial.startLog',
  'serial.stopLog',
  'serial.sendSnippet',
  'serial.runScript',
  'serial.stopScript',
]);

const transferCalls: ReadonlySet<CallName> = new Set([
  'serial.transferSend',
  'serial.transferReceive',
  'serial.transferCancel',
  'serial.transferAnswer',
]);

/** Lists without events: another call makes them old. */
const outdated: Partial<Record<CallName, CallName>> = {
  'serial.saveProfile': 'serial.profiles',
  'serial.removeProfile': 'serial.profiles',
  'serial.saveSnippet': 'serial.snippets',
  'serial.removeSnippet': 'serial.snippets',
  'serial.saveScript': 'serial.scripts',
  'serial.removeScript': 'serial.scripts',
  'serial.setSecret': 'serial.scripts',
};

/** One transfer a console: a new one takes the place of the last. An ended one does not run again. */
export function upsertTransfer(known: readonly SerialTransfer[], incoming: SerialTransfer): SerialTransfer[] {
  const same = known.find(({ id }) => id === incoming.id);
  if (same?.state === 'ended' && incoming.state !== 'ended') return [...known];
  return [...known.filter(({ consoleId }) => consoleId !== incoming.consoleId), incoming];
}

/** Writes the answer of a call about serial ports into the lists that show it. */
export function applySerialAnswer<N extends CallName>(
  client: QueryClient,
  name: N,
  answer: CallOutput<N>,
): void {
  const value: unknown = answer;
  const list = outdated[name];
  if (list) void client.invalidateQueries({ queryKey: callKey(list) });
  else if (consoleCalls.has(name))
    change(client, 'serial.consoles', (known) => upsertById(known, value as SerialConsole));
  else if (transferCalls.has(name))
    change(client, 'serial.transfers', (known) => upsertTransfer(known, value as SerialTransfer));
}

/** Keeps ports, consoles and transfers current by the host's events. Returns the function that ends it. */
export function followSerial(bridge: HostBridge, client: QueryClient): () => void {
  const ends = [
    bridge.subscribe('serial.portsChanged', (ports) => change(client, 'serial.ports', () => ports)),
    bridge.subscribe('serial.consoleChanged', (changed) =>
      change(client, 'serial.consoles', (known) => upsertById(known, changed)),
    ),
    bridge.subscribe('serial.consoleRemoved', ({ id }) =>
      change(client, 'serial.consoles', (known) => removeById(known, id)),
    ),
    bridge.subscribe('serial.transferChanged', (transfer) =>
      change(client, 'serial.transfers', (known) => upsertTransfer(known, transfer)),
    ),
    bridge.subscribe('serial.transferDismissed', ({ transferId }) =>
      change(client, 'serial.transfers', (known) => removeById(known, transferId)),
    ),
  ];
  return () => {
    for (const end of ends) end();
  };
}
