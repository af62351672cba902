import { Text } from '@mantine/core';
import { IconPlus, IconTimeline } from '@tabler/icons-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Address } from '#shared/gateway-api/configuration.ts';
import { useBulk } from '../../../components/bulk/use-bulk.tsx';
import { DataTable } from '../../../components/data-table/data-table.tsx';
import type { DataColumn } from '../../../components/data-table/table-view.ts';
import { useSelection } from '../../../components/data-table/use-selection.ts';
import { Empty } from '../../../components/empty.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { TableSkeleton } from '../../../components/skeletons.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { useAccess } from '../../../lib/gateway-calls/use-access.ts';
import type { TabProps } from '../tab-props.ts';
import { AddressDrawer } from './address-drawer.tsx';
import { DeletePointDialog } from './delete-point-dialog.tsx';
import { LiveValues } from './live-values.tsx';
import { MarkedWord, NameCell } from './point-cells.tsx';
import { type PointRow, pointRows, qualityOf, readAt, valueText } from './points-view.ts';
import { useAddressActs } from './use-point-acts.ts';
import { changesOf, useAddresses, useDrivers, useLastValues, useRoutes } from './use-points.ts';
import { WriteDialog } from './write-dialog.tsx';
import { whyNotWritable } from './write-view.ts';

const AddressDialog = lazy(() => import('./address-dialog.tsx'));

type Open =
  | { kind: 'details' | 'write' | 'delete'; id: string }
  | { kind: 'edit'; address: Address | null }
  | null;

const columns: DataColumn<PointRow>[] = [
  {
    id: 'name',
    label: 'Name',
    value: ({ address }) => address.name,
    cell: ({ address }) => <NameCell name={address.name} more={address.alias} />,
    text: ({ address }) => `${address.name} ${address.alias ?? ''}`,
    fixed: true,
  },
  {
    id: 'value',
    label: 'Value',
    value: ({ value }) => value?.value,
    cell: ({ value }) => valueText(value),
    text: ({ value }) => valueText(value),
    number: true,
    fixed: true,
    width: 130,
  },
  {
    id: 'quality',
    label: 'Quality',
    value: (row) => qualityOf(row).word,
    cell: (row) => <MarkedWord {...qualityOf(row)} brief />,
    text: (row) => `${qualityOf(row).word} ${qualityOf(row).reason ?? ''}`,
    width: 125,
  },
  {
    id: 'read',
    label: 'Read',
    value: ({ value }) => readAt(value),
    cell: ({ value }) => {
      const at = readAt(value);
      return at === null ? '–' : <TimeText at={at} />;
    },
    text: () => '',
    width: 110,
  },
  {
    id: 'driver',
    label: 'Driver',
    value: ({ driver, address }) => driver?.name ?? address.gateway,
    width: 140,
  },
  {
    id: 'address',
    label: 'Address',
    value: ({ address }) => address.address,
    cell: ({ address }) => <span className="gw-mono">{address.address}</span>,
    width: 190,
  },
  { id: 'type', label: 'Type', value: ({ address }) => address.type, width: 100, offAtFirst: true },
  {
    id: 'writable',
    label: 'Writable',
    value: ({ address }) => (address.writable ? 'yes' : 'no'),
    width: 100,
    offAtFirst: true,
  },
  {
    id: 'poll',
    label: 'Poll (ms)',
    value: ({ address }) => address.pollIntervalMs,
    number: true,
    width: 110,
    offAtFirst: true,
  },
];

const rowId = ({ id }: PointRow): string => id;
const rowName = ({ address }: PointRow): string => address.name;
const noun = ['address', 'addresses'] as const;

/** Addresses with their live values; a row opens its details. */
export function AddressesPart({ gateway }: TabProps) {
  const addresses = useAddresses(gateway);
  const drivers = useDrivers(gateway);
  const values = useLastValues(gateway);
  const whyNot = useAccess(gateway)('administrator');
  const [open, setOpen] = useState<Open>(null);
  const rows = useMemo(
    () => pointRows(addresses.data ?? [], drivers.data ?? {}, values.data ?? []),
    [addresses.data, drivers.data, values.data],
  );
  const selection = useSelection({ rows, rowId, name: rowName });
  const bulk = useBulk({
    gateway,
    noun,
    selection,
    rowId,
    acts: useAddressActs<PointRow>(gateway, useRoutes(gateway).data ?? []),
    whyNot,
    changes: changesOf.address,
  });
  const chosen = open && 'id' in open ? (rows.find(({ id }) => id === open.id) ?? null) : null;
  const close = () => setOpen(null);
  const noDrivers = drivers.data !== undefined && Object.keys(drivers.data).length === 0;
  const add = (
    <ReasonButton
      reason={whyNot ?? (noDrivers ? 'A driver comes first: addresses belong to one.' : null)}
      leftSection={<IconPlus size={17} aria-hidden />}
      onClick={() => setOpen({ kind: 'edit', address: null })}
    >
      Add an address
    </ReasonButton>
  );
  return (
    <>
      <LiveView
        gateway={gateway}
        query={addresses}
        failed="The addresses could not be read"
        loading={<TableSkeleton rows={10} />}
      >
        {() => (
          <LiveValues gateway={gateway} query={values}>
            {rows.length === 0 ? (
              <Empty icon={IconTimeline} title="No addresses yet" actions={add}>
                <Text>
                  An address is one data point of a device: a temperature, a counter, a switch. It belongs to
                  a driver, which reads it and writes to it.
                </Text>
              </Empty>
            ) : (
              <DataTable
                label={`Addresses of ${gatewayName(gateway)}`}
                noun={noun}
                rows={rows}
                columns={columns}
                rowId={rowId}
                sortBy={{ id: 'name', descending: false }}
                storageKey="addresses"
                filterHint="Filter by name, driver, address"
                tools={add}
                selection={selection}
                bulk={bulk.buttons}
                reserve={310}
                onOpen={(row) => setOpen({ kind: 'details', id: row.id })}
                isCurrent={(row) => row.id === chosen?.id}
                actionsWidth={92}
                actions={(row) => (
                  <ReasonButton
                    variant="subtle"
                    color="gray"
                    reason={whyNot ?? whyNotWritable(row.address)}
                    aria-label={`Write ${row.address.name}`}
                    onClick={() => setOpen({ kind: 'write', id: row.id })}
                  >
                    Write…
                  </ReasonButton>
                )}
              />
            )}
          </LiveValues>
        )}
      </LiveView>
      {bulk.dialog}
      {open?.kind === 'details' && chosen ? (
        <AddressDrawer
          gateway={gateway}
          row={chosen}
          whyNot={whyNot}
          onWrite={() => setOpen({ kind: 'write', id: chosen.id })}
          onEdit={() => setOpen({ kind: 'edit', address: chosen.address })}
          onDelete={() => setOpen({ kind: 'delete', id: chosen.id })}
          onClose={close}
        />
      ) : null}
      {open?.kind === 'write' && chosen ? (
        <WriteDialog gateway={gateway} row={chosen} onClose={close} />
      ) : null}
      {open?.kind === 'delete' && chosen ? (
        <DeletePointDialog gateway={gateway} kind="address" item={chosen.address} onClose={close} />
      ) : null}
      <Suspense>
        {open?.kind === 'edit' ? (
          <AddressDialog
            gateway={gateway}
            address={open.address}
            drivers={Object.values(drivers.data ?? {})}
            onClose={close}
          />
        ) : null}
      </Suspense>
    </>
  );
}
