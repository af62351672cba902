import { Group, Progress, Stack, Text } from '@mantine/core';
import { IconDownload, IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import type { UpdateCheck } from '#shared/gateway-api/management-api.ts';
import { Card } from '../../../components/card.tsx';
import { CopyText } from '../../../components/copy-text.tsx';
import { type Fact, Facts } from '../../../components/facts.tsx';
import { FailureView } from '../../../components/failure-view.tsx';
import { Notice } from '../../../components/notice.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { RowsSkeleton } from '../../../components/skeletons.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { callKey } from '../../../lib/bridge/live-updates.ts';
import { hasExtension } from '../../../lib/domain/gateway-tabs.ts';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import type { CallAnswer } from '../../../lib/gateway-calls/call-types.ts';
import { callInput } from '../../../lib/gateway-calls/requests.ts';
import { useGatewayAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { useGatewayCall } from '../../../lib/gateway-calls/use-gateway-call.ts';
import { updatesBlocked } from '../licence/licence-view.ts';
import { ApplyUpdateDialog } from './apply-update-dialog.tsx';
import { checksumParts, fetchProgress, updateWords } from './update-view.ts';

const ReleaseNotes = lazy(() => import('./release-notes.tsx'));

interface CheckCardProps {
  gateway: Gateway;
  check: UpdateCheck;
  /** Epoch milliseconds at which the answer came. */
  readAt: number;
}

/** What the feed has: look again, fetch it to the gateway, install it. */
export function CheckCard({ gateway, check, readAt }: CheckCardProps) {
  const client = useQueryClient();
  const look = useGatewayAct(gateway, 'updatesCheck');
  const download = useGatewayAct(gateway, 'updatesDownload');
  const licence = useGatewayCall(gateway, 'licenseStatus', {});
  const [applying, setApplying] = useState(false);
  const [fetched, setFetched] = useState<CallAnswer<'updatesDownload'> | null>(null);
  // Its answer carries how far the download is; of a box that tells nothing of itself each look may go to the feed.
  const known = hasExtension(gateway, 'jobs');
  useGatewayCall(gateway, 'updates', {}, { enabled: download.running && known, pollMs: 1_000 });
  const moving = download.running ? fetchProgress(check) : null;
  const name = gatewayName(gateway);
  const words = updateWords(check);
  const blocked = updatesBlocked(licence.data, check.releaseDate);

  const lookAgain = async () => {
    const result = await look.run({});
    if (!result.ok) return;
    client.setQueryData(callKey('gateway.call', callInput(gateway.id, 'updates', {})), result.value);
  };
  const fetchIt = async () => {
    setFetched(null);
    const result = await download.run({});
    if (result.ok) setFetched(result.value);
  };

  return (
    <Card
      title={`Updates for ${name}`}
      hint={
        <>
          Looked up <TimeText at={readAt} />
        </>
      }
      aside={
        <ReasonButton
          variant="default"
          flex="none"
          reason={look.whyNot}
          loading={look.running}
          leftSection={<IconRefresh size={17} aria-hidden />}
          onClick={() => void lookAgain()}
        >
          Look again
        </ReasonButton>
      }
    >
      <div aria-live="polite">
        <Notice mark={words.mark} title={words.title}>
          {words.text}
        </Notice>
      </div>
      {look.failure ? (
        <FailureView title="The feed was not looked up" failure={look.failure} onClose={look.clear} />
      ) : null}
      {check.updateAvailable ? (
        <Stack gap="sm">
          <Facts facts={updateFacts(check)} columns="flow" />
          {check.releaseNotes ? (
            <Suspense fallback={<RowsSkeleton rows={3} height={14} />}>
              <ReleaseNotes markdown={check.releaseNotes} version={check.latestVersion} />
            </Suspense>
          ) : (
            <Text c="dimmed">The feed says nothing about what is new.</Text>
          )}
          {download.failure ? (
            <FailureView title="It was not downloaded" failure={download.failure} onClose={download.clear} />
          ) : null}
          {fetched ? <Fetched answer={fetched} name={name} onClose={() => setFetched(null)} /> : null}
          {moving ? (
            <Group gap="sm" wrap="nowrap">
              <Progress
                flex={1}
                value={moving.percent}
                aria-label={`Downloading ${check.latestVersion}`}
                transitionDuration={150}
              />
              <Text size="sm" className="gw-number">
                {moving.words}
              </Text>
            </Group>
          ) : null}
          <Group justify="flex-end" gap="sm">
            <ReasonButton
              variant="default"
              reason={download.whyNot ?? blocked}
              loading={download.running}
              leftSection={<IconDownload size={17} aria-hidden />}
              onClick={() => void fetchIt()}
            >
              Download to {name}
            </ReasonButton>
            <ReasonButton reason={download.whyNot ?? blocked} onClick={() => setApplying(true)}>
              Install {check.latestVersion} on {name}…
            </ReasonButton>
          </Group>
        </Stack>
      ) : null}
      {applying ? (
        <ApplyUpdateDialog gateway={gateway} check={check} onClose={() => setApplying(false)} />
      ) : null}
    </Card>
  );
}

function updateFacts(check: UpdateCheck): Fact[] {
  const released = check.releaseDate === undefined ? Number.NaN : Date.parse(check.releaseDate);
  return [
    { label: 'Installed', value: check.currentVersion },
    { label: 'In the feed', value: <strong>{check.latestVersion}</strong> },
    ...(Number.isNaN(released) ? [] : [{ label: 'Released', value: <TimeText at={released} /> }]),
    ...(check.downloadSize === undefined ? [] : [{ label: 'Size', value: formatBytes(check.downloadSize) }]),
  ];
}

function Fetched(props: { answer: CallAnswer<'updatesDownload'>; name: string; onClose(): void }) {
  const { answer, name, onClose } = props;
  const { algorithm, digest } = checksumParts(answer.checksum);
  return (
    <Notice
      mark="good"
      role="status"
      title={`${answer.version} lies on ${name}, size and checksum agree with the feed`}
      onClose={onClose}
    >
      <Facts
        columns="flow"
        facts={[
          { label: algorithm, value: <CopyText text={digest} what={algorithm} start={16} end={16} /> },
          { label: 'On the gateway', value: <span className="gw-mono">{answer.downloadPath}</span> },
        ]}
      />
    </Notice>
  );
}
