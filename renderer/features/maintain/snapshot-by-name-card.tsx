import { Group, Text, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Card } from '../../components/card.tsx';
import { FailureView } from '../../components/failure-view.tsx';
import { ReasonButton } from '../../components/reason-button.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { gatewayName } from '../../lib/domain/gateway-view.ts';
import { useWhyNot } from '../../lib/domain/use-gateway.ts';

/** What the contract alone can do: a box that does not list its snapshots gives one out by its name. */
export function SnapshotByNameCard({ gateway }: { gateway: Gateway }) {
  const download = useAct('maintenance.downloadSnapshot');
  const whyNot = useWhyNot(gateway);
  const [snapshot, setSnapshot] = useState('');
  const name = gatewayName(gateway);
  const submit = () => void download.run({ gatewayId: gateway.id, snapshot: snapshot.trim() });
  const reason = whyNot.read ?? (snapshot.trim() === '' ? 'Enter the name of the snapshot first.' : null);
  return (
    <Card
      title="Download a snapshot by its name"
      hint={`${name} does not list its snapshots to others. Its own pages show their names.`}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason === null && !download.running) submit();
        }}
      >
        <Group align="flex-end" gap="sm">
          <TextInput
            flex={1}
            label="Name of the snapshot"
            placeholder="2026-04-08T03-00-00.zip"
            maxLength={255}
            autoComplete="off"
            spellCheck={false}
            value={snapshot}
            onChange={(event) => setSnapshot(event.currentTarget.value)}
          />
          <ReasonButton
            type="submit"
            reason={reason}
            loading={download.running}
            leftSection={<IconDownload size={17} aria-hidden />}
            onClick={() => {}}
          >
            Download from {name}
          </ReasonButton>
        </Group>
      </form>
      {download.failure ? (
        <FailureView
          title="The snapshot was not downloaded"
          failure={download.failure}
          onClose={download.clear}
        />
      ) : null}
      <Text size="sm" c="dimmed">
        It is checked after the download and can be restored from the list of backups on Maintain.
      </Text>
    </Card>
  );
}
