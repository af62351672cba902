import { Stack } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { LicenseStatus } from '#shared/gateway-api/management-api.ts';
import { Card } from '../../../components/card.tsx';
import { type Fact, Facts } from '../../../components/facts.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { Notice } from '../../../components/notice.tsx';
import { CardSkeleton } from '../../../components/skeletons.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { formatDay } from '../../../lib/format/time.ts';
import { useGatewayCall } from '../../../lib/gateway-calls/use-gateway-call.ts';
import { useNow } from '../../../lib/use-now.ts';
import { SettingCard } from '../updates/setting-card.tsx';
import { EnterKeyCard } from './enter-key-card.tsx';
import { licenceWords } from './licence-view.ts';

/** Whether this gateway has a licence, until when it gets updates, and how to give it one. */
export default function LicenceTab({ gateway }: { gateway: Gateway }) {
  const query = useGatewayCall(gateway, 'licenseStatus', {});
  return (
    <Stack gap="md">
      <LiveView
        gateway={gateway}
        query={query}
        failed="The licence could not be read"
        loading={<CardSkeleton facts={3} />}
      >
        {(status) => <StatusCard gateway={gateway} status={status} />}
      </LiveView>
      <EnterKeyCard gateway={gateway} />
      <SettingCard
        gateway={gateway}
        name="licenseServer"
        title="Licence server"
        hint={`Asked when a key is not in the licence files of ${gatewayName(gateway)}. A gateway without a way to the network works with files alone.`}
        label="Address of the licence server"
        placeholder="https://licences.example.com"
        none="None: keys are looked up in its licence files only."
      />
    </Stack>
  );
}

function StatusCard({ gateway, status }: { gateway: Gateway; status: LicenseStatus }) {
  const now = useNow(60_000);
  const words = licenceWords(status, now);
  return (
    <Card title={`Licence of ${gatewayName(gateway)}`}>
      <Notice mark={words.mark} title={words.title}>
        {words.text}
      </Notice>
      {status.valid ? <Facts facts={licenceFacts(status)} columns="flow" /> : null}
    </Card>
  );
}

function licenceFacts(status: LicenseStatus): Fact[] {
  const facts: Fact[] = [];
  if (status.email !== undefined) facts.push({ label: 'Licensed to', value: status.email });
  facts.push({ label: 'Updates', value: status.updatesActive ? 'included' : 'expired' });
  if (status.updatesExpireAt !== undefined) {
    const at = Date.parse(status.updatesExpireAt);
    facts.push({
      label: status.updatesActive ? 'Included until' : 'Expired on',
      value: Number.isNaN(at) ? formatDay(status.updatesExpireAt) : <TimeText at={at} />,
    });
  }
  return facts;
}
