import { Skeleton, Stack } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { useCall } from '../lib/bridge/use-call.ts';
import { gatewayTabs, paths } from '../lib/routes.ts';

const Gateways = lazy(() => import('../features/gateways/gateways-screen.tsx'));
const GatewayPage = lazy(() => import('../features/gateway/gateway-page.tsx'));
const SerialScreen = lazy(() => import('../features/serial/serial-screen.tsx'));
const SiteScreen = lazy(() => import('../features/site/site-screen.tsx'));
const SettingsScreen = lazy(() => import('../features/settings/settings-screen.tsx'));
const HelpScreen = lazy(() => import('../features/help/help-screen.tsx'));
const FirstStart = lazy(() => import('../features/first-start/first-start-screen.tsx'));
const RecoveryScreen = lazy(() => import('../features/recovery/recovery-screen.tsx'));
const NotFound = lazy(() => import('./not-found.tsx'));

/** The screens by address. Each is a chunk of its own. */
export function Routes() {
  return (
    <Suspense fallback={<LoadingScreen />}>
      <Switch>
        <Route path={paths.home} component={Home} />
        <Route path={paths.welcome} component={FirstStart} />
        <Route path={paths.gateways} component={Gateways} />
        <Route path="/gateways/:id">{({ id }) => <Redirect to={paths.gateway(id)} replace />}</Route>
        <Route path="/gateways/:id/:tab/:part?">
          {({ id, tab }) => {
            const known = gatewayTabs.find((name) => name === tab);
            return known ? <GatewayPage key={id} gatewayId={id} tab={known} /> : <NotFound />;
          }}
        </Route>
        <Route path="/serial/:consoleId?">
          {({ consoleId }) => <SerialScreen consoleId={consoleId ?? null} />}
        </Route>
        <Route path="/recovery/:kind?/:name?">{(place) => <RecoveryScreen {...place} />}</Route>
        <Route path={paths.site} component={SiteScreen} />
        <Route path={paths.settings} component={SettingsScreen} />
        <Route path={paths.help} component={HelpScreen} />
        <Route component={NotFound} />
      </Switch>
    </Suspense>
  );
}

/** First start goes to the welcome screen, every later one to the list. */
function Home() {
  const site = useCall('site.status', null);
  const gateways = useCall('gateways.list', null);
  if (site.isPending || gateways.isPending) return <LoadingScreen />;
  const first = site.data?.everStarted === false && gateways.data?.length === 0;
  return <Redirect to={first ? paths.welcome : paths.gateways} replace />;
}

function LoadingScreen() {
  return (
    <Stack className="gw-late" aria-busy="true">
      <Skeleton h={36} w={320} />
      <Skeleton h={220} />
    </Stack>
  );
}
