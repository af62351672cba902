import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { notifyFailure } from '../../components/notify.tsx';
import { useBridge } from '../../lib/bridge/bridge-context.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { useCall } from '../../lib/bridge/use-call.ts';

/** In a browser the file lies with the workbench: fetches it to this device. Elsewhere there is nothing to fetch. */
export function useDownloadBackup(): ((backupId: string) => Promise<void>) | null {
  const bridge = useBridge();
  const open = useAct('backups.open');
  const surface = useCall('app.info', null).data?.surface;
  if (surface !== 'browser') return null;
  return async (backupId) => {
    const result = await open.run({ id: backupId });
    if (!result.ok) {
      notifyFailure('The backup was not downloaded', result.failure);
      return;
    }
    const url = bridge.downloadUrl(result.value.token);
    if (url === null) return;
    const link = document.createElement('a');
    link.href = url;
    link.download = result.value.name;
    link.click();
  };
}

export function DownloadBackup({ backupId }: { backupId: string }) {
  const download = useDownloadBackup();
  if (!download) return null;
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={17} aria-hidden />}
      onClick={() => void download(backupId)}
    >
      Download
    </Button>
  );
}
