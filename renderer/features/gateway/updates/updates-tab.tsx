import { Stack } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Empty } from '../../../components/empty.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { CardSkeleton } from '../../../components/skeletons.tsx';
import { hasExtension } from '../../../lib/domain/gateway-tabs.ts';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { useGatewayCall } from '../../../lib/gateway-calls/use-gateway-call.ts';
import { JobsOfKind } from '../../maintain/jobs-of-kind.tsx';
import { CheckCard } from './check-card.tsx';
import { SettingCard } from './setting-card.tsx';

const kinds = ['update'] as const;

/** What the gateway's own feed has, what is new in it, and installing it. */
export default function UpdatesTab({ gateway }: { gateway: Gateway }) {
  const offered = gateway.offers.system && hasExtension(gateway, 'settings');
  const settings = useGatewayCall(gateway, 'settings', {}, { enabled: offered });
  const noFeed = settings.data?.updateFeed === '';
  const known = !offered || settings.data !== undefined || settings.isError;
  const check = useGatewayCall(gateway, 'updates', {}, { enabled: known && !noFeed });
  return (
    <Stack gap="md">
      <JobsOfKind gatewayId={gateway.id} kinds={kinds} />
      {noFeed ? (
        <Empty icon={IconCloudOff} title="No update feed" compact>
          {gatewayName(gateway)} looks nowhere for updates. Enter the folder or the address of a feed below;
          packages in files are installed on Maintain.
        </Empty>
      ) : (
        <LiveView
          gateway={gateway}
          query={check}
          failed="The feed could not be looked up"
          loading={<CardSkeleton facts={3} />}
        >
          {(answer) => <CheckCard gateway={gateway} check={answer} readAt={check.dataUpdatedAt} />}
        </LiveView>
      )}
      <SettingCard
        gateway={gateway}
        name="updateFeed"
        title="Update feed"
        hint={`Where ${gatewayName(gateway)} looks for updates: an address, or a folder such as a USB stick.`}
        label="Folder or address of the feed"
        placeholder="https://updates.example.com/supervision or /media/usb/feed"
        none="None: updates come as files on the tab Maintain."
      />
    </Stack>
  );
}
