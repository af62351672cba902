import { Button, Group, Select, Stack } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Activity } from '#shared/gateway-api/management-api.ts';
import { DataTable } from '../../../components/data-table/data-table.tsx';
import type { DataColumn } from '../../../components/data-table/table-view.ts';
import { Empty } from '../../../components/empty.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { Mark } from '../../../components/mark.tsx';
import { TableSkeleton } from '../../../components/skeletons.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { ActivityDialog } from './activity-dialog.tsx';
import { activityTitle, addressOf, detailLines, isUnwelcome, joinPages, typeWords } from './activity-view.ts';
import { ExportMenu } from './export-menu.tsx';
import { type ActivityType, useActivities } from './use-activities.ts';

const types = Object.keys(typeWords) as ActivityType[];

const columns: readonly DataColumn<Activity>[] = [
  {
    id: 'timestamp',
    label: 'When',
    width: 150,
    fixed: true,
    value: ({ timestamp }) => Date.parse(timestamp),
    text: ({ timestamp }) => timestamp,
    cell: ({ timestamp }) => <TimeText at={Date.parse(timestamp)} />,
  },
  { id: 'user', label: 'Who', width: 150, value: ({ user }) => user },
  {
    id: 'what',
    label: 'What',
    width: 210,
    fixed: true,
    value: activityTitle,
    cell: (activity) => <What activity={activity} />,
  },
  { id: 'target', label: 'Of what', value: ({ target }) => target },
  { id: 'address', label: 'From', width: 150, value: addressOf },
  {
    id: 'details',
    label: 'Details',
    offAtFirst: true,
    value: (activity) =>
      detailLines(activity)
        .map(({ name, value }) => `${name}: ${value}`)
        .join(', '),
  },
];

/** Who did what on the gateway, newest first. */
export default function ActivityTab({ gateway }: { gateway: Gateway }) {
  const [type, setType] = useState<ActivityType | null>(null);
  const [opened, setOpened] = useState<Activity | null>(null);
  const query = useActivities(gateway, type);
  const pages = query.data?.pages;
  const activities = useMemo(() => joinPages(pages ?? []), [pages]);
  const name = gatewayName(gateway);
  const tools = (
    <Group gap="sm">
      <Select
        w={170}
        aria-label="Kind of activity"
        data={[
          { value: '', label: 'Everything' },
          ...types.map((value) => ({ value, label: typeWords[value] })),
        ]}
        allowDeselect={false}
        value={type ?? ''}
        onChange={(next) => setType(types.find((known) => known === next) ?? null)}
      />
      <ExportMenu gateway={gateway} type={type} />
    </Group>
  );
  return (
    <LiveView
      gateway={gateway}
      query={query}
      failed="The activity log could not be read"
      loading={<TableSkeleton rows={8} />}
    >
      {() => (
        <Stack gap="md">
          {activities.length === 0 ? (
            <>
              <Group justify="flex-end">{tools}</Group>
              <Empty icon={IconListDetails} title="Nothing noted yet" compact>
                {type === null
                  ? 'Logins, uploads, restores, changes of accounts and settings appear here, with who and from where.'
                  : 'Nothing of this kind happened.'}
              </Empty>
            </>
          ) : (
            <div>
              <DataTable
                label={`Activity of ${name}`}
                noun={['entry', 'entries']}
                rows={activities}
                columns={columns}
                rowId={({ id }) => id}
                sortBy={{ id: 'timestamp', descending: true }}
                storageKey="activity"
                filterHint="Filter by who, what, from where"
                onOpen={setOpened}
                tools={tools}
                reserve={320}
              />
            </div>
          )}
          {query.hasNextPage ? (
            <Group justify="center">
              <Button
                variant="default"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                Show older ones
              </Button>
            </Group>
          ) : null}
          {opened ? <ActivityDialog activity={opened} onClose={() => setOpened(null)} /> : null}
        </Stack>
      )}
    </LiveView>
  );
}

const What = ({ activity }: { activity: Activity }) => (
  <Group gap={6} wrap="nowrap" component="span">
    {isUnwelcome(activity) ? <Mark kind="warning" size={16} /> : null}
    <span>{activityTitle(activity)}</span>
  </Group>
);
