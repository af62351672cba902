import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { Activity } from '#shared/gateway-api/management-api.ts';
import { CopyText } from '../../../components/copy-text.tsx';
import { Facts } from '../../../components/facts.tsx';
import { formatExact } from '../../../lib/format/time.ts';
import { activityTitle, addressOf, detailLines } from './activity-view.ts';

/** One entry, all that the gateway noted. */
export function ActivityDialog({ activity, onClose }: { activity: Activity; onClose(): void }) {
  const at = Date.parse(activity.timestamp);
  const details = detailLines(activity);
  return (
    <Modal
      opened
      onClose={onClose}
      size={600}
      title={activityTitle(activity)}
      styles={{ title: { fontWeight: 600, fontSize: 16 } }}
    >
      <Stack gap="md">
        <Facts
          columns={2}
          facts={[
            { label: 'When', value: Number.isNaN(at) ? activity.timestamp : formatExact(at) },
            { label: 'Who', value: activity.user },
            { label: 'Of what', value: activity.target },
            { label: 'From where', value: addressOf(activity) ?? 'the gateway itself, or not noted' },
            { label: 'Id', value: <CopyText text={activity.id} what="id of the entry" start={16} end={6} /> },
          ]}
        />
        {details.length > 0 ? (
          <section aria-label="Details">
            <Text fw={600} mb={6}>
              Details
            </Text>
            <Facts
              columns={2}
              facts={details.map(({ name, value }) => ({
                label: name,
                value: <span className="gw-mono">{value}</span>,
              }))}
            />
          </section>
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Close
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
