import { createContext, type ReactNode, useCallback, useContext } from 'react';
import { useStore } from 'zustand';
import type { ClientState, ClientStore, Dialog } from './client-store.ts';

const ClientContext = createContext<ClientStore | null>(null);

export function ClientProvider({ store, children }: { store: ClientStore; children: ReactNode }) {
  return <ClientContext value={store}>{children}</ClientContext>;
}

export function useClientStore(): ClientStore {
  const store = useContext(ClientContext);
  if (!store) throw new Error('useClientStore outside of ClientProvider');
  return store;
}

export function useClientState<T>(select: (state: ClientState) => T): T {
  return useStore(useClientStore(), select);
}

/** Opens and closes the one dialog. */
export function useDialog(): { open(dialog: Dialog): void; close(): void } {
  const store = useClientStore();
  const open = useCallback((dialog: Dialog) => store.setState({ dialog }), [store]);
  const close = useCallback(() => store.setState({ dialog: null }), [store]);
  return { open, close };
}
