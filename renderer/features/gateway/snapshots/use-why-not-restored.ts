import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Snapshot } from '#shared/gateway-api/extensions.ts';
import { hasExtension } from '../../../lib/domain/gateway-tabs.ts';
import { useWhyNot } from '../../../lib/domain/use-gateway.ts';

/** Why a snapshot cannot be restored where it lies; null when it can. */
export function useWhyNotRestored(gateway: Gateway, snapshot: Snapshot): string | null {
  const whyNot = useWhyNot(gateway);
  if (whyNot.change) return whyNot.change;
  if (!hasExtension(gateway, 'restore-snapshot')) {
    return 'This gateway restores uploaded files only: download it, then restore it on Maintain.';
  }
  return snapshot.verified ? null : 'This snapshot is damaged: its hashes did not hold when it was checked.';
}
