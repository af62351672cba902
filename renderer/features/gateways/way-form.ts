import type { CallInput } from '#shared/bridge/contract.ts';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { parseBaudRate } from '../../lib/domain/baud-rate.ts';

/** What is typed of the ways to a box; `by` is what the user chose, not what is filled in. */
export interface WayDraft {
  by: 'lan' | 'serial' | 'both';
  address: string;
  port: string;
  /** As typed. */
  baudRate: string;
  prefers: Gateway['prefers'];
}

export const wayChoices = [
  { value: 'lan', label: 'LAN' },
  { value: 'serial', label: 'Serial cable' },
  { value: 'both', label: 'Both' },
] as const;

export const preferences = [
  { value: 'automatic', label: 'The LAN while it answers, otherwise the cable' },
  { value: 'lan', label: 'The LAN only' },
  { value: 'serial', label: 'The cable only' },
] as const satisfies readonly { value: Gateway['prefers']; label: string }[];

const usualBaudRate = '115200';

export const emptyWays: WayDraft = {
  by: 'lan',
  address: '',
  port: '',
  baudRate: usualBaudRate,
  prefers: 'automatic',
};

export const waysOf = ({ address, serial, prefers }: Gateway): WayDraft => ({
  by: serial === null ? 'lan' : address === '' ? 'serial' : 'both',
  address,
  port: serial?.port.path ?? '',
  baudRate: serial === null ? usualBaudRate : String(serial.baudRate),
  prefers,
});

const usesLan = ({ by }: WayDraft): boolean => by !== 'serial';
export const usesSerial = ({ by }: WayDraft): boolean => by !== 'lan';

export const isComplete = (draft: WayDraft): boolean =>
  (!usesLan(draft) || draft.address.trim() !== '') &&
  (!usesSerial(draft) || (draft.port.trim() !== '' && parseBaudRate(draft.baudRate) !== null));

/** For `gateways.add` and `gateways.update`. */
export function waysInput(
  draft: WayDraft,
): Required<Pick<CallInput<'gateways.add'>, 'address' | 'serial' | 'prefers'>> {
  const baudRate = parseBaudRate(draft.baudRate);
  return {
    address: usesLan(draft) ? draft.address : null,
    serial: usesSerial(draft) && baudRate !== null ? { path: draft.port.trim(), baudRate } : null,
    prefers: draft.by === 'both' ? draft.prefers : 'automatic',
  };
}
