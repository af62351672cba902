import { Anchor, Group, Stack, Text } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Site } from '#shared/bridge/site.ts';
import { CallView } from '../../components/call-view.tsx';
import { Card } from '../../components/card.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { type Fact, Facts } from '../../components/facts.tsx';
import { FailureView } from '../../components/failure-view.tsx';
import { Mark, type MarkKind } from '../../components/mark.tsx';
import { ReasonButton } from '../../components/reason-button.tsx';
import { CardSkeleton } from '../../components/skeletons.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useLink } from '../../lib/bridge/bridge-context.tsx';
import { useCall } from '../../lib/bridge/use-call.ts';
import { useDialog } from '../../lib/client-state/client-context.tsx';
import { hostLost } from '../../lib/domain/gateway-view.ts';
import { useGateway } from '../../lib/domain/use-gateway.ts';
import { formatSeconds } from '../../lib/format/duration.ts';
import { paths } from '../../lib/routes.ts';
import { useNow } from '../../lib/use-now.ts';
import { StartSiteButton } from './start-site-button.tsx';

const states: Record<Site['gateway']['state'], { mark: MarkKind; word: string }> = {
  stopped: { mark: 'idle', word: 'stopped' },
  starting: { mark: 'busy', word: 'starting' },
  running: { mark: 'good', word: 'running' },
  stopping: { mark: 'busy', word: 'stopping' },
  failed: { mark: 'bad', word: 'failed' },
};

/** What this workbench hosts itself. */
export default function SiteScreen() {
  const query = useCall('site.status', null);
  return (
    <CallView query={query} failed="The site could not be read" loading={<CardSkeleton facts={4} />}>
      {(site) => (
        <Stack gap="md" maw={900}>
          <Text c="dimmed">
            Where a site has no gateway of its own, this computer can be one. It is a real gateway: what you
            do with it is what you would do with a box on the wall.
          </Text>
          <EmbeddedGateway site={site} />
        </Stack>
      )}
    </CallView>
  );
}

function EmbeddedGateway({ site }: { site: Site }) {
  const { gateway } = site;
  const { open } = useDialog();
  const link = useLink();
  const listed = useGateway(gateway.gatewayId ?? '');
  const state = states[gateway.state];
  const running = gateway.state === 'running' || gateway.state === 'starting';
  return (
    <Card
      title="Embedded gateway"
      aside={
        <Group gap={6} wrap="nowrap" role="status">
          <Mark kind={state.mark} />
          <strong>{state.word}</strong>
        </Group>
      }
    >
      <Facts facts={siteFacts(site)} columns={4} />
      {gateway.failure ? <FailureView title="The embedded gateway failed" failure={gateway.failure} /> : null}
      <Group justify="space-between" mt={4}>
        {listed && gateway.gatewayId ? (
          <Anchor component={Link} href={paths.gateway(gateway.gatewayId)}>
            Open its page
          </Anchor>
        ) : (
          <span />
        )}
        {running ? (
          <ReasonButton
            variant="default"
            leftSection={<IconPlayerStop size={17} aria-hidden />}
            reason={
              link.state !== 'open' ? hostLost : gateway.state === 'starting' ? 'It is still starting.' : null
            }
            onClick={() => open({ kind: 'stop-site' })}
          >
            Stop the local site…
          </ReasonButton>
        ) : (
          <StartSiteButton />
        )}
      </Group>
    </Card>
  );
}

function siteFacts(site: Site): Fact[] {
  const { address, startedAt, restarts } = site.gateway;
  return [
    {
      label: 'Address',
      value: address ? <CopyText text={address} what="address" start={32} end={8} /> : 'none while stopped',
    },
    { label: 'Started', value: startedAt === null ? 'not running' : <TimeText at={startedAt} /> },
    { label: 'Runs for', value: startedAt === null ? '–' : <RunsFor since={startedAt} /> },
    {
      label: 'Restarts after a failure',
      value: <span className="gw-tabular">{restarts}</span>,
    },
  ];
}

function RunsFor({ since }: { since: number }) {
  const now = useNow(1_000);
  return <span>{formatSeconds((now - since) / 1_000)}</span>;
}
