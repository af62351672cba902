import { Button, Tabs, Text } from '@mantine/core';
import { IconRouterOff, IconTableOff } from '@tabler/icons-react';
import { Suspense } from 'react';
import { Link, useLocation } from 'wouter';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { CallView } from '../../components/call-view.tsx';
import { Empty } from '../../components/empty.tsx';
import { notify } from '../../components/notify.tsx';
import { RouteErrorBoundary } from '../../components/route-error-boundary.tsx';
import { CardSkeleton } from '../../components/skeletons.tsx';
import { WholePageDrop } from '../../components/whole-page-drop.tsx';
import { useCall } from '../../lib/bridge/use-call.ts';
import { missingLine, tabsOf, tabWords } from '../../lib/domain/gateway-tabs.ts';
import { gatewayName } from '../../lib/domain/gateway-view.ts';
import { runningJob } from '../../lib/domain/job-view.ts';
import { useJobs, useWhyNot } from '../../lib/domain/use-gateway.ts';
import { type GatewayTab, gatewayTabs, paths } from '../../lib/routes.ts';
import { useIntake } from '../maintain/intake-context.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import classes from './gateway-page.module.css';
import { ManagementBanner } from './management-banner.tsx';
import { tabPanels } from './tab-panels.tsx';

/** Where the card of a running job says already what the gateway is doing. */
const jobTabs: readonly GatewayTab[] = ['maintain', 'snapshots', 'updates'];

/** One gateway: its tabs, and a drop zone that is the whole page. */
export default function GatewayPage({ gatewayId, tab }: { gatewayId: string; tab: GatewayTab }) {
  const query = useCall('gateways.list', null);
  return (
    <CallView query={query} failed="The gateway could not be read" loading={<CardSkeleton />}>
      {(gateways) => {
        const gateway = gateways.find((entry) => entry.id === gatewayId);
        return gateway ? <Page gateway={gateway} tab={tab} /> : <Gone />;
      }}
    </CallView>
  );
}

function Page({ gateway, tab }: { gateway: Gateway; tab: GatewayTab }) {
  const [, go] = useLocation();
  const jobRuns = runningJob(useJobs(), gateway.id) !== null;
  const tabs = tabsOf(gateway);
  const missing = missingLine(gateway);
  const Panel = tabPanels[tab];
  return (
    <Tabs
      value={tab}
      onChange={(next) =>
        go(paths.gateway(gateway.id, gatewayTabs.find((known) => known === next) ?? 'overview'))
      }
      mt={-20}
    >
      <Tabs.List mb="md" className={classes.tabs} aria-label={`Parts of ${gatewayName(gateway)}`}>
        {tabs.map((known) => (
          <Tabs.Tab key={known} value={known} h={46} px={12} fz={14} className={classes.tab}>
            {tabWords[known]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <ConnectionBanner gateway={gateway} quiet={jobRuns && jobTabs.includes(tab)} />
      <ManagementBanner gateway={gateway} />
      {missing && tabs.includes(tab) ? (
        <Text size="sm" c="dimmed" mb="md">
          {missing}
        </Text>
      ) : null}
      {gateway.offers.system ? <DropAnywhere gateway={gateway} /> : null}
      {tabs.includes(tab) ? (
        <Tabs.Panel value={tab}>
          <RouteErrorBoundary key={tab}>
            <Suspense fallback={<LoadingTab />}>
              <Panel gateway={gateway} />
            </Suspense>
          </RouteErrorBoundary>
        </Tabs.Panel>
      ) : (
        <NotHere gateway={gateway} tab={tab} />
      )}
    </Tabs>
  );
}

function DropAnywhere({ gateway }: { gateway: Gateway }) {
  const [, go] = useLocation();
  const intake = useIntake();
  const whyNot = useWhyNot(gateway);
  const drop = (file: File) => {
    if (whyNot.change) {
      notify({ mark: 'warning', title: `${file.name} was not taken`, message: whyNot.change, stays: true });
      return;
    }
    go(paths.gateway(gateway.id, 'maintain'));
    void intake.takeFile(gateway.id, file);
  };
  return (
    <WholePageDrop
      title={whyNot.change ? 'Not now' : `Drop it here for ${gatewayName(gateway)}`}
      hint={whyNot.change ?? 'It is checked first; nothing is changed yet.'}
      onFile={drop}
    />
  );
}

const LoadingTab = () => (
  <div className="gw-late" aria-busy="true">
    <CardSkeleton />
  </div>
);

function NotHere({ gateway, tab }: { gateway: Gateway; tab: GatewayTab }) {
  const name = gatewayName(gateway);
  return (
    <Empty
      icon={IconTableOff}
      title={`${name} does not offer ${tabWords[tab]}`}
      actions={
        <Button component={Link} href={paths.gateway(gateway.id)}>
          Go to the overview
        </Button>
      }
    >
      <Text>
        {missingLine(gateway) ??
          (gateway.identity ? 'It does not announce this extension.' : 'It was not connected yet.')}
      </Text>
    </Empty>
  );
}

function Gone() {
  return (
    <Empty
      icon={IconRouterOff}
      title="This gateway is not in the list"
      actions={
        <Button component={Link} href={paths.gateways}>
          Go to the list
        </Button>
      }
    >
      <Text>It was removed, or the address belongs to another workbench.</Text>
    </Empty>
  );
}
