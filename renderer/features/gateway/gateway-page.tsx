import { Button, Tabs, Text } from '@mantine/core';
import { IconRouterOff } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { CallView } from '../../components/call-view.tsx';
import { Empty } from '../../components/empty.tsx';
import { notify } from '../../components/notify.tsx';
import { CardSkeleton } from '../../components/skeletons.tsx';
import { WholePageDrop } from '../../components/whole-page-drop.tsx';
import { useCall } from '../../lib/bridge/use-call.ts';
import { gatewayName, isStale } from '../../lib/domain/gateway-view.ts';
import { runningJob } from '../../lib/domain/job-view.ts';
import { useJobs, useWhyNot } from '../../lib/domain/use-gateway.ts';
import { type GatewayTab, gatewayTabs, paths } from '../../lib/routes.ts';
import { useIntake } from '../maintain/intake-context.tsx';
import { MaintainTab } from '../maintain/maintain-tab.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { OverviewTab } from './overview-tab.tsx';

const tabWords: Record<GatewayTab, string> = { overview: 'Overview', maintain: 'Maintain' };

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
  const intake = useIntake();
  const whyNot = useWhyNot(gateway);
  const jobRuns = runningJob(useJobs(), gateway.id) !== null;
  const name = gatewayName(gateway);
  const drop = (file: File) => {
    if (whyNot.change) {
      notify({ mark: 'warning', title: `${file.name} was not taken`, message: whyNot.change, stays: true });
      return;
    }
    go(paths.gateway(gateway.id, 'maintain'));
    void intake.takeFile(gateway.id, file);
  };
  return (
    <Tabs
      value={tab}
      onChange={(next) =>
        go(paths.gateway(gateway.id, gatewayTabs.find((known) => known === next) ?? 'overview'))
      }
      mt={-20}
    >
      <Tabs.List mb="md" aria-label={`Parts of ${name}`}>
        {gatewayTabs.map((known) => (
          <Tabs.Tab key={known} value={known} h={46} px="md" fz={14}>
            {tabWords[known]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <ConnectionBanner gateway={gateway} quiet={tab === 'maintain' && jobRuns} />
      <WholePageDrop
        title={whyNot.change ? 'Not now' : `Drop it here for ${name}`}
        hint={whyNot.change ?? 'It is checked first; nothing is changed yet.'}
        onFile={drop}
      />
      <Tabs.Panel value="overview" data-stale={isStale(gateway) || undefined}>
        <OverviewTab gateway={gateway} />
      </Tabs.Panel>
      <Tabs.Panel value="maintain">
        {tab === 'maintain' ? <MaintainTab gateway={gateway} /> : null}
      </Tabs.Panel>
    </Tabs>
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
