import { Button, Group, Menu } from '@mantine/core';
import { IconCamera, IconChevronDown, IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import type { Snapshot } from '#shared/gateway-api/extensions.ts';
import { useBulk } from '../../../components/bulk/use-bulk.tsx';
import { CopyText } from '../../../components/copy-text.tsx';
import { DataTable } from '../../../components/data-table/data-table.tsx';
import type { DataColumn } from '../../../components/data-table/table-view.ts';
import { useSelection } from '../../../components/data-table/use-selection.ts';
import { Empty } from '../../../components/empty.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { useAccess } from '../../../lib/gateway-calls/use-access.ts';
import { CompareDialog } from './compare-dialog.tsx';
import { DeleteSnapshotDialog } from './delete-snapshot-dialog.tsx';
import { RestoreSnapshotDialog } from './restore-snapshot-dialog.tsx';
import { SnapshotActions } from './snapshot-actions.tsx';
import { choices, chooseBy, type OpenDialog, originWord } from './snapshot-list-view.ts';
import { SnapshotMark } from './snapshot-mark.tsx';
import { TakeSnapshotDialog } from './take-snapshot-dialog.tsx';
import { useDeleteAct } from './use-delete-act.ts';

const columns: readonly DataColumn<Snapshot>[] = [
  {
    id: 'createdAt',
    label: 'Taken',
    width: 142,
    fixed: true,
    value: ({ createdAt }) => Date.parse(createdAt),
    text: ({ createdAt, name }) => `${createdAt} ${name}`,
    cell: ({ createdAt }) => <TimeText at={Date.parse(createdAt)} />,
  },
  {
    id: 'origin',
    label: 'Why',
    width: 160,
    value: ({ origin }) => originWord(origin),
  },
  { id: 'label', label: 'Label', value: ({ label }) => label },
  { id: 'revision', label: 'Revision', width: 106, value: ({ revision }) => revision },
  {
    id: 'verified',
    label: 'Checked',
    width: 124,
    value: ({ verified }) => verified,
    text: ({ verified }) => (verified ? 'verified' : 'damaged'),
    cell: ({ verified }) => <SnapshotMark verified={verified} />,
  },
  {
    id: 'bytes',
    label: 'Size',
    width: 88,
    number: true,
    value: ({ bytes }) => bytes,
    text: () => '',
    cell: ({ bytes }) => formatBytes(bytes),
  },
  {
    id: 'sha256',
    label: 'SHA-256',
    width: 160,
    offAtFirst: true,
    value: ({ sha256 }) => sha256,
    cell: ({ sha256 }) => <CopyText text={sha256} what="SHA-256" start={6} end={4} />,
  },
  { id: 'name', label: 'File', width: 220, offAtFirst: true, value: ({ name }) => name },
];

const rowId = ({ name }: Snapshot): string => name;
const rowName = ({ name }: Snapshot): string => `the snapshot ${name}`;
const noun = ['snapshot', 'snapshots'] as const;

interface SnapshotListProps {
  gateway: Gateway;
  snapshots: readonly Snapshot[];
}

/** The table with what can be done to one snapshot or to those that are chosen. */
export function SnapshotList({ gateway, snapshots }: SnapshotListProps) {
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const whyNot = useAccess(gateway)('administrator');
  const name = gatewayName(gateway);
  const close = () => setOpen(null);
  const selection = useSelection({ rows: snapshots, rowId, name: rowName });
  const bulk = useBulk({
    gateway,
    noun,
    selection,
    rowId,
    acts: [useDeleteAct(gateway, snapshots)],
    whyNot,
    changes: ['snapshots'],
  });
  const choose = <ChooseMenu snapshots={snapshots} chosen={selection.chosen} onChoose={selection.onChoose} />;
  const take = (
    <ReasonButton
      reason={whyNot}
      leftSection={<IconCamera size={18} aria-hidden />}
      onClick={() => setOpen({ what: 'take' })}
    >
      Take a snapshot of {name}…
    </ReasonButton>
  );
  return (
    <div>
      {snapshots.length === 0 ? (
        <Empty icon={IconHistory} title="No snapshots yet" actions={take}>
          A snapshot keeps the whole configuration on the gateway itself. One is taken by its schedule and
          before every upgrade and restore.
        </Empty>
      ) : (
        <DataTable
          label={`Snapshots of ${name}`}
          noun={noun}
          rows={snapshots}
          columns={columns}
          rowId={rowId}
          sortBy={{ id: 'createdAt', descending: true }}
          storageKey="snapshots"
          filterHint="Filter by label, why, revision"
          onOpen={(snapshot) => setOpen({ what: 'compare', snapshot })}
          actionsWidth={142}
          actions={(snapshot) => <SnapshotActions gateway={gateway} snapshot={snapshot} onOpen={setOpen} />}
          reserve={360}
          selection={selection}
          bulk={
            <>
              {bulk.buttons}
              {choose}
            </>
          }
          tools={
            <Group gap="sm">
              {choose}
              {take}
            </Group>
          }
        />
      )}
      {open?.what === 'take' ? <TakeSnapshotDialog gateway={gateway} onClose={close} /> : null}
      {open?.what === 'compare' ? (
        <CompareDialog
          gateway={gateway}
          snapshot={open.snapshot}
          onRestore={() => setOpen({ what: 'restore', snapshot: open.snapshot })}
          onClose={close}
        />
      ) : null}
      {open?.what === 'restore' ? (
        <RestoreSnapshotDialog gateway={gateway} snapshot={open.snapshot} onClose={close} />
      ) : null}
      {open?.what === 'delete' ? (
        <DeleteSnapshotDialog gateway={gateway} snapshot={open.snapshot} all={snapshots} onClose={close} />
      ) : null}
      {bulk.dialog}
    </div>
  );
}

interface ChooseMenuProps extends Pick<SnapshotListProps, 'snapshots'> {
  chosen: ReadonlySet<string>;
  onChoose(chosen: ReadonlySet<string>): void;
}

function ChooseMenu({ snapshots, chosen, onChoose }: ChooseMenuProps) {
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" fw={400} rightSection={<IconChevronDown size={15} aria-hidden />}>
          Choose
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map((choice) => (
          <Menu.Item
            key={choice.id}
            mih={36}
            onClick={() => onChoose(chooseBy(snapshots, choice, Date.now()))}
          >
            {choice.label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item mih={36} disabled={chosen.size === 0} onClick={() => onChoose(new Set())}>
          None
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
