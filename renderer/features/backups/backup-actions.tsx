import { ActionIcon, Group, Menu } from '@mantine/core';
import { IconDots, IconDownload, IconFolderOpen, IconX } from '@tabler/icons-react';
import type { Backup } from '#shared/bridge/backups.ts';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { notifyFailure } from '../../components/notify.tsx';
import { ReasonButton } from '../../components/reason-button.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { useCall } from '../../lib/bridge/use-call.ts';
import { useDialog } from '../../lib/client-state/client-context.tsx';
import { useWhyNot } from '../../lib/domain/use-gateway.ts';
import { useIntake } from '../maintain/intake-context.tsx';
import { useDownloadBackup } from './download-backup.tsx';

/** Restore, fetch, show, forget. Restoring goes through the same preflight as a dropped file. */
export function BackupActions({ gateway, backup }: { gateway: Gateway; backup: Backup }) {
  const whyNot = useWhyNot(gateway);
  const openFile = useAct('backups.open');
  const reveal = useAct('backups.reveal');
  const surface = useCall('app.info', null).data?.surface;
  const intake = useIntake();
  const dialog = useDialog();
  const download = useDownloadBackup();
  const missing = backup.missing ? `${backup.fileName} is no longer in ${backup.folder}.` : null;

  const restore = async () => {
    const result = await openFile.run({ id: backup.id });
    if (result.ok) await intake.takeToken(gateway.id, result.value);
    else notifyFailure('The backup could not be opened', result.failure);
  };
  const show = async () => {
    const result = await reveal.run({ id: backup.id });
    if (!result.ok) notifyFailure('The file could not be shown', result.failure);
  };

  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <ReasonButton
        variant="subtle"
        reason={missing ?? whyNot.change}
        loading={openFile.running}
        onClick={() => void restore()}
        aria-label={`Restore ${backup.fileName}`}
      >
        Restore…
      </ReasonButton>
      <Menu width={230}>
        <Menu.Target>
          <ActionIcon aria-label={`More for ${backup.fileName}`}>
            <IconDots size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {download ? (
            <Menu.Item
              mih={38}
              disabled={backup.missing}
              leftSection={<IconDownload size={17} aria-hidden />}
              onClick={() => void download(backup.id)}
            >
              Download to this device
            </Menu.Item>
          ) : null}
          {surface === 'desktop' ? (
            <Menu.Item
              mih={38}
              disabled={backup.missing}
              leftSection={<IconFolderOpen size={17} aria-hidden />}
              onClick={() => void show()}
            >
              Show in its folder
            </Menu.Item>
          ) : null}
          <Menu.Item
            mih={38}
            leftSection={<IconX size={17} aria-hidden />}
            onClick={() =>
              dialog.open({
                kind: 'forget-backup',
                backupId: backup.id,
                fileName: backup.fileName,
                gatewayId: gateway.id,
              })
            }
          >
            Take off this list…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
