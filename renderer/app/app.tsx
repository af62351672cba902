import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { IntakeProvider } from '../features/maintain/intake-context.tsx';
import { BridgeProvider } from '../lib/bridge/bridge-context.tsx';
import type { HostBridge } from '../lib/bridge/host-bridge.ts';
import { followHost } from '../lib/bridge/live-updates.ts';
import { canRetry, toFailure } from '../lib/bridge/local-failure.ts';
import { followSerial } from '../lib/bridge/serial-updates.ts';
import { ClientProvider } from '../lib/client-state/client-context.tsx';
import { createClientStore } from '../lib/client-state/client-store.ts';
import { Shell } from './shell.tsx';
import { cssVariables, theme } from './theme.ts';

const maxTries = 2;

/** Events keep what was fetched current, so nothing is fetched again for being old. */
const createClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        retry: (failures, error) => failures < maxTries && canRetry(toFailure(error)),
        retryDelay: 400,
      },
      mutations: { networkMode: 'always' },
    },
  });

/** The whole of the screens on one bridge: providers, then the shell. */
export function App({ bridge }: { bridge: HostBridge }) {
  const client = useMemo(createClient, []);
  const store = useMemo(createClientStore, []);
  useEffect(() => followHost(bridge, client), [bridge, client]);
  useEffect(() => followSerial(bridge, client), [bridge, client]);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} autoClose={8_000} transitionDuration={100} />
      <QueryClientProvider client={client}>
        <BridgeProvider bridge={bridge}>
          <ClientProvider store={store}>
            <Router hook={useHashLocation}>
              <IntakeProvider>
                <Shell />
              </IntakeProvider>
            </Router>
          </ClientProvider>
        </BridgeProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
