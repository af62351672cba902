import { Badge, Drawer, Group, Stack, Text } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { CopyText } from '../../../components/copy-text.tsx';
import { type Fact, Facts } from '../../../components/facts.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { isStale } from '../../../lib/domain/gateway-view.ts';
import { formatDuration } from '../../../lib/format/duration.ts';
import { MarkedWord } from './point-cells.tsx';
import { type PointRow, qualityOf, readAt, valueText } from './points-view.ts';
import { ValueChart } from './value-chart.tsx';
import { whyNotWritable } from './write-view.ts';

interface AddressDrawerProps {
  gateway: Gateway;
  row: PointRow;
  whyNot: string | null;
  onWrite(): void;
  onEdit(): void;
  onDelete(): void;
  onClose(): void;
}

/** One address: its value now, how it went, and what can be done with it. */
export function AddressDrawer(props: AddressDrawerProps) {
  const { gateway, row, whyNot, onWrite, onEdit, onDelete, onClose } = props;
  const { address, value } = row;
  const quality = qualityOf(row);
  const at = readAt(value);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={560}
      title={address.name}
      styles={{ title: { fontWeight: 600, fontSize: 16 } }}
    >
      <Stack gap="md">
        <Group
          justify="space-between"
          align="flex-end"
          wrap="nowrap"
          data-stale={isStale(gateway) || undefined}
        >
          <div>
            <Text fz={28} fw={600} lh={1.2} className="gw-tabular" role="status" aria-live="off">
              {valueText(value)}
            </Text>
            <Text size="sm" c="dimmed">
              {at === null ? 'not read yet' : <TimeText at={at} />}
            </Text>
          </div>
          <MarkedWord mark={quality.mark} word={quality.word} />
        </Group>
        {quality.reason ? <Text>{quality.reason}</Text> : null}
        <Group gap="sm">
          <ReasonButton reason={whyNot ?? whyNotWritable(address)} onClick={onWrite}>
            Write…
          </ReasonButton>
          <ReasonButton
            variant="default"
            reason={whyNot}
            leftSection={<IconPencil size={16} aria-hidden />}
            onClick={onEdit}
          >
            Edit…
          </ReasonButton>
          <ReasonButton
            variant="default"
            reason={whyNot}
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={onDelete}
          >
            Delete…
          </ReasonButton>
        </Group>
        <ValueChart key={row.id} gateway={gateway} address={address} />
        <Facts columns={2} facts={factsOf(row)} />
        {address.enabled ? null : <Badge color="gray">disabled</Badge>}
      </Stack>
    </Drawer>
  );
}

function factsOf({ address, driver }: PointRow): Fact[] {
  const scaled = address.scale !== undefined || address.offset !== undefined;
  return [
    { label: 'Driver', value: driver ? `${driver.name} (${driver.driver})` : `${address.gateway} (missing)` },
    { label: 'Address on the device', value: <span className="gw-mono">{address.address || '–'}</span> },
    { label: 'Type', value: address.type },
    { label: 'Unit', value: address.unit ?? '–' },
    {
      label: 'Value from what is read',
      value: scaled ? `× ${address.scale ?? 1} + ${address.offset ?? 0}` : 'as it is',
    },
    {
      label: 'Read every',
      value: address.pollIntervalMs === undefined ? 'as its driver' : formatDuration(address.pollIntervalMs),
    },
    { label: 'May be written', value: address.writable ? 'yes' : 'no' },
    { label: 'Alias', value: address.alias ?? '–' },
    { label: 'Id', value: <CopyText text={address.id} what="id" start={18} end={6} /> },
  ];
}
