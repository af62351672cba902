import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { HostBridge, Link } from './host-bridge.ts';

const BridgeContext = createContext<HostBridge | null>(null);

export function BridgeProvider({ bridge, children }: { bridge: HostBridge; children: ReactNode }) {
  return <BridgeContext value={bridge}>{children}</BridgeContext>;
}

export function useBridge(): HostBridge {
  const bridge = useContext(BridgeContext);
  if (!bridge) throw new Error('useBridge outside of BridgeProvider');
  return bridge;
}

/** The state of the link to the workbench host; renders again when it changes. */
export function useLink(): Link {
  const bridge = useBridge();
  return useSyncExternalStore(bridge.onLink, bridge.link);
}
