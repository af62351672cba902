import { ActionIcon, Menu, Text } from '@mantine/core';
import { IconDots, IconDownload, IconGitCompare, IconTrash } from '@tabler/icons-react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Snapshot } from '#shared/gateway-api/extensions.ts';
import { tellFailure } from '../../../components/notify.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { useWhyNot } from '../../../lib/domain/use-gateway.ts';
import type { OpenDialog } from './snapshot-list-view.ts';
import { useWhyNotRestored } from './use-why-not-restored.ts';

interface SnapshotActionsProps {
  gateway: Gateway;
  snapshot: Snapshot;
  onOpen(dialog: OpenDialog): void;
}

/** Restore, and behind the dots: compare, download, delete. */
export function SnapshotActions({ gateway, snapshot, onOpen }: SnapshotActionsProps) {
  const whyNot = useWhyNot(gateway);
  const notRestored = useWhyNotRestored(gateway, snapshot);
  const download = useAct('maintenance.downloadSnapshot');
  const reason = whyNot.read ?? whyNot.change;
  return (
    <>
      <ReasonButton
        variant="subtle"
        px={10}
        reason={notRestored}
        aria-label={`Restore the snapshot ${snapshot.name}`}
        onClick={() => onOpen({ what: 'restore', snapshot })}
      >
        Restore…
      </ReasonButton>
      <Menu width={240}>
        <Menu.Target>
          <ActionIcon aria-label={`More for the snapshot ${snapshot.name}`}>
            <IconDots size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            mih={38}
            leftSection={<IconGitCompare size={17} aria-hidden />}
            onClick={() => onOpen({ what: 'compare', snapshot })}
          >
            Compare with now…
          </Menu.Item>
          <Menu.Item
            mih={38}
            disabled={whyNot.read !== null}
            leftSection={<IconDownload size={17} aria-hidden />}
            onClick={() =>
              void download
                .run({ gatewayId: gateway.id, snapshot: snapshot.name })
                .then(tellFailure('The snapshot was not downloaded'))
            }
          >
            Download to the backups
          </Menu.Item>
          <Menu.Item
            mih={38}
            disabled={whyNot.change !== null}
            leftSection={<IconTrash size={17} aria-hidden />}
            onClick={() => onOpen({ what: 'delete', snapshot })}
          >
            Delete…
          </Menu.Item>
          {reason ? (
            <Text size="sm" c="dimmed" px="sm" py={6}>
              {reason}
            </Text>
          ) : null}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
