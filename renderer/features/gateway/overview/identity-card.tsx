import { Group, Tooltip } from '@mantine/core';
import { IconBulb } from '@tabler/icons-react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Card } from '../../../components/card.tsx';
import { CopyText } from '../../../components/copy-text.tsx';
import { type Fact, Facts } from '../../../components/facts.tsx';
import { notify, notifyFailure } from '../../../components/notify.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { hasExtension } from '../../../lib/domain/gateway-tabs.ts';
import { gatewayName, isStale, uptimeMs } from '../../../lib/domain/gateway-view.ts';
import { formatSeconds } from '../../../lib/format/duration.ts';
import { formatExact } from '../../../lib/format/time.ts';
import { useGatewayAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { useNow } from '../../../lib/use-now.ts';
import { GatewayMenu } from '../../gateways/gateway-menu.tsx';
import { accountWords, managementWords } from './identity-view.ts';

const unknown = 'not known yet';

function wayFacts(gateway: Gateway): Fact[] {
  const { address, serial, connection } = gateway;
  const facts: Fact[] = [];
  if (address !== '') {
    facts.push({
      label: 'Address',
      value: <CopyText text={address} what="address" start={32} end={10} />,
    });
  }
  if (serial !== null) {
    facts.push({ label: 'Serial cable', value: `${serial.port.path}, ${serial.baudRate} baud` });
    facts.push({ label: 'In use', value: connection.via === 'serial' ? 'the serial cable' : 'the LAN' });
  }
  return facts;
}

/** Which box is this, what runs on it, how it is reached. */
export function IdentityCard({ gateway }: { gateway: Gateway }) {
  const now = useNow(1_000);
  const { connection, offers, management, identity } = gateway;
  // A plain box answers without saying what it is: then nothing stands for that.
  const untold = offers.system && identity === null && !isStale(gateway);
  const facts: Fact[] = [
    ...(offers.system && !untold ? systemFacts(gateway, now) : []),
    {
      label: 'Last seen',
      value: connection.lastSeenAt === null ? 'never' : <TimeText at={connection.lastSeenAt} />,
    },
    ...wayFacts(gateway),
    ...(offers.system ? [{ label: 'Account', value: accountWords(gateway) }] : []),
    ...(management.address && management.address !== gateway.address
      ? [
          {
            label: 'Management API',
            value: <CopyText text={management.address} what="address" start={32} end={10} />,
          },
        ]
      : []),
    ...(offers.management ? [{ label: 'Management access', value: managementWords(gateway) }] : []),
  ];
  return (
    <Card
      title="Identity"
      hint={untold ? 'This box does not say its name, revision and firmware.' : null}
      aside={
        <Group gap="xs" wrap="nowrap">
          {offers.system && hasExtension(gateway, 'identify') ? <IdentifyButton gateway={gateway} /> : null}
          <GatewayMenu gateway={gateway} />
        </Group>
      }
      stale={isStale(gateway)}
    >
      <Facts facts={facts} columns={3} />
    </Card>
  );
}

function systemFacts(gateway: Gateway, now: number): Fact[] {
  const { identity } = gateway;
  const uptime = uptimeMs(gateway, now);
  return [
    { label: 'Name', value: identity?.name ?? unknown },
    { label: 'Revision', value: identity?.revision ?? unknown },
    { label: 'Firmware', value: identity?.firmware ?? unknown },
    {
      label: 'Uptime',
      value:
        uptime === null || !identity ? (
          unknown
        ) : (
          <Tooltip label={`Started ${formatExact(identity.readAt - identity.uptimeSeconds * 1_000)}`}>
            <span>{formatSeconds(uptime / 1_000)}</span>
          </Tooltip>
        ),
    },
    {
      label: 'Boot id',
      value: identity ? <CopyText text={identity.bootId} what="boot id" /> : unknown,
    },
    { label: 'Product', value: identity?.product ?? unknown },
  ];
}

const identified = {
  light: 'Its identify light blinks.',
  workbench: 'The workbench that hosts it says so on its screen.',
  command: 'It ran the command that was set for this.',
} as const;

function IdentifyButton({ gateway }: { gateway: Gateway }) {
  const identify = useGatewayAct(gateway, 'identify');
  const name = gatewayName(gateway);
  const run = async () => {
    const result = await identify.run({});
    if (!result.ok) notifyFailure(`${name} did not identify itself`, result.failure);
    else
      notify({
        mark: 'good',
        title: `${name} identifies itself`,
        message: identified[result.value.by],
        stays: false,
      });
  };
  return (
    <ReasonButton
      variant="default"
      reason={identify.whyNot}
      loading={identify.running}
      leftSection={<IconBulb size={17} aria-hidden />}
      onClick={() => void run()}
    >
      Identify
    </ReasonButton>
  );
}
