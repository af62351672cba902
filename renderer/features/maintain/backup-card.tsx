import { Button, Group, Menu, Stack, Text } from '@mantine/core';
import { IconChevronDown, IconDeviceFloppy } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import { aboutDuration, sendSeconds } from '#shared/serial/send-time.ts';
import { Card } from '../../components/card.tsx';
import { FailureView } from '../../components/failure-view.tsx';
import { Mark } from '../../components/mark.tsx';
import { tellFailure } from '../../components/notify.tsx';
import { ReasonButton } from '../../components/reason-button.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { callKey } from '../../lib/bridge/live-updates.ts';
import { useAct } from '../../lib/bridge/use-act.ts';
import { useCall } from '../../lib/bridge/use-call.ts';
import { gatewayName } from '../../lib/domain/gateway-view.ts';
import { useWhyNot } from '../../lib/domain/use-gateway.ts';

/** Saves the whole configuration of the gateway to this computer. */
export function BackupCard({ gateway }: { gateway: Gateway }) {
  const backup = useAct('maintenance.backup');
  const whyNot = useWhyNot(gateway);
  const name = gatewayName(gateway);
  return (
    <Card title="Back up" hint={<LastBackup gateway={gateway} />}>
      <Stack gap="sm" justify="flex-end" flex={1}>
        {backup.failure ? (
          <FailureView title={`${name} was not backed up`} failure={backup.failure} onClose={backup.clear} />
        ) : null}
        <Group gap="sm">
          <ReasonButton
            reason={whyNot.read}
            loading={backup.running}
            leftSection={<IconDeviceFloppy size={18} aria-hidden />}
            onClick={() => void backup.run({ gatewayId: gateway.id })}
          >
            Back up {name}
          </ReasonButton>
          <Where />
        </Group>
      </Stack>
    </Card>
  );
}

function LastBackup({ gateway }: { gateway: Gateway }) {
  const { data } = useCall('backups.list', { gatewayId: gateway.id });
  if (!data) return null;
  const last = data.reduce<(typeof data)[number] | null>(
    (newest, entry) => (newest && newest.createdAt > entry.createdAt ? newest : entry),
    null,
  );
  if (!last) return 'None yet. Take one before anything is changed.';
  const baudRate = gateway.connection.via === 'serial' ? gateway.serial?.baudRate : undefined;
  return (
    <Group gap={6} component="span" wrap="nowrap">
      <Mark kind="good" size={15} />
      <span>
        Last: <TimeText at={last.createdAt} />, verified, {formatBytes(last.bytes)}
        {baudRate === undefined
          ? null
          : `; one of that size takes ${aboutDuration(sendSeconds(last.bytes, baudRate))} over the serial cable`}
      </span>
    </Group>
  );
}

/** Where backups go; on the desktop it can be changed here. */
function Where() {
  const { data } = useCall('app.info', null);
  const client = useQueryClient();
  const choose = useAct('settings.chooseBackupFolder');
  if (!data) return null;
  if (data.surface === 'browser') {
    return (
      <Text size="sm" c="dimmed">
        to {data.backupFolder}
      </Text>
    );
  }
  const change = async () => {
    const result = await choose.run(null);
    tellFailure('The folder was not changed')(result);
    if (result.ok && result.value) await client.invalidateQueries({ queryKey: callKey('app.info') });
  };
  return (
    <Group gap={4}>
      <Text size="sm" c="dimmed">
        to
      </Text>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            px={8}
            fw={400}
            rightSection={<IconChevronDown size={15} aria-hidden />}
          >
            {data.backupFolder}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item mih={38} onClick={() => void change()}>
            Choose another folder…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
