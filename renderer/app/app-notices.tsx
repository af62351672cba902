import { Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Notice } from '../components/notice.tsx';
import { callKey } from '../lib/bridge/live-updates.ts';
import { useAct } from '../lib/bridge/use-act.ts';
import { useCall } from '../lib/bridge/use-call.ts';

/** What the workbench survived at its start, until the user has read it. */
export function AppNotices() {
  const { data } = useCall('app.info', null);
  const dismiss = useAct('app.dismissNotice');
  const client = useQueryClient();
  if (!data || data.notices.length === 0) return null;
  const close = async (id: string) => {
    const result = await dismiss.run({ id });
    if (result.ok) await client.invalidateQueries({ queryKey: callKey('app.info') });
  };
  return (
    <Stack gap="xs" mb="md">
      {data.notices.map((notice) => (
        <Notice
          key={notice.id}
          mark="warning"
          title="Found at the start of the workbench"
          role="status"
          onClose={() => void close(notice.id)}
        >
          {notice.message}
        </Notice>
      ))}
    </Stack>
  );
}
