import { Button, Text, Title } from '@mantine/core';
import { IconBuildingFactory2, IconPlus, IconRouter } from '@tabler/icons-react';
import { Redirect } from 'wouter';
import iconUrl from '../../app/icon.svg';
import { Card } from '../../components/card.tsx';
import { useCall } from '../../lib/bridge/use-call.ts';
import { useDialog } from '../../lib/client-state/client-context.tsx';
import { paths } from '../../lib/routes.ts';
import { StartSiteButton } from '../site/start-site-button.tsx';
import classes from './first-start-screen.module.css';

/** The first screen of a fresh workbench: two ways to begin, the quicker one first. */
export default function FirstStartScreen() {
  const { open } = useDialog();
  const gateways = useCall('gateways.list', null).data;
  const site = useCall('site.status', null).data;
  // Somebody who was here before finds the list instead; while the site starts, this screen stays.
  if (gateways && gateways.length > 0 && site && site.gateway.state !== 'starting') {
    return <Redirect to={paths.gateways} replace />;
  }
  return (
    <div className={classes.root}>
      <img src={iconUrl} alt="" className={classes.icon} />
      <Title order={2} fz={24}>
        Back up, upgrade and bring back your gateways
      </Title>
      <Text c="dimmed" size="lg" className={classes.lead}>
        Over the network of the plant, without the internet. Everything stays on this computer.
      </Text>
      <div className={classes.ways}>
        <Card title="Start the local site">
          <div className={classes.way}>
            <IconBuildingFactory2 size={32} stroke={1.4} aria-hidden className={classes.wayIcon} />
            <Text c="dimmed" flex={1}>
              A gateway runs on this computer, with a web address of its own. It is in the list and logged in
              after one click: to learn with, or for a site that has none.
            </Text>
            <StartSiteButton size="md" />
          </div>
        </Card>
        <Card title="Add a gateway">
          <div className={classes.way}>
            <IconRouter size={32} stroke={1.4} aria-hidden className={classes.wayIcon} />
            <Text c="dimmed" flex={1}>
              A box that is there already. You need its address, such as 10.0.0.7, and an account on it. The
              workbench logs in and shows what it is.
            </Text>
            <Button
              size="md"
              variant="default"
              leftSection={<IconPlus size={18} aria-hidden />}
              onClick={() => open({ kind: 'add-gateway' })}
            >
              Add a gateway
            </Button>
          </div>
        </Card>
      </div>
    </div>
  );
}
