import { Text } from '@mantine/core';
import { IconPlug, IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { DriverView } from '#shared/gateway-api/peers-api.ts';
import { useBulk } from '../../../components/bulk/use-bulk.tsx';
import { DataTable } from '../../../components/data-table/data-table.tsx';
import type { DataColumn } from '../../../components/data-table/table-view.ts';
import { useSelection } from '../../../components/data-table/use-selection.ts';
import { Empty } from '../../../components/empty.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { TableSkeleton } from '../../../components/skeletons.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { processStateWord } from '../../../lib/domain/process-state.ts';
import { useAccess } from '../../../lib/gateway-calls/use-access.ts';
import { usePeersAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import type { TabProps } from '../tab-props.ts';
import { DeletePointDialog } from './delete-point-dialog.tsx';
import { DriverLogDialog } from './driver-log-dialog.tsx';
import { MarkedWord, NameCell } from './point-cells.tsx';
import { ProcessMenu } from './process-menu.tsx';
import { useDriverActs } from './use-point-acts.ts';
import { changesOf, useAddresses, useDrivers, useRoutes } from './use-points.ts';

const DriverDialog = lazy(() => import('./driver-dialog.tsx'));

interface DriverRow {
  id: string;
  driver: DriverView;
  addresses: number;
}

type Open =
  | { kind: 'edit'; driver: DriverView | null }
  | { kind: 'delete' | 'log'; driver: DriverView }
  | null;

const columns: DataColumn<DriverRow>[] = [
  {
    id: 'name',
    label: 'Name',
    value: ({ driver }) => driver.name,
    cell: ({ driver }) => <NameCell name={driver.name} more={driver.driver} />,
    text: ({ driver }) => `${driver.name} ${driver.driver}`,
    fixed: true,
    width: 240,
  },
  {
    id: 'state',
    label: 'State',
    value: ({ driver }) => processStateWord(driver.process.state).word,
    cell: ({ driver }) => (
      <MarkedWord {...processStateWord(driver.process.state)} reason={driver.process.reason} />
    ),
    text: ({ driver }) => `${driver.process.state} ${driver.process.reason ?? ''}`,
    fixed: true,
  },
  { id: 'addresses', label: 'Addresses', value: (row) => row.addresses, number: true, width: 120 },
  {
    id: 'restarts',
    label: 'Ended by itself',
    value: ({ driver }) => driver.process.restarts,
    number: true,
    width: 140,
  },
  { id: 'pid', label: 'PID', value: ({ driver }) => driver.process.pid, number: true, width: 100 },
  { id: 'id', label: 'Id', value: ({ driver }) => driver.id, width: 160, offAtFirst: true },
];

const rowId = ({ id }: DriverRow): string => id;
const rowName = ({ driver }: DriverRow): string => driver.name;
const noun = ['driver', 'drivers'] as const;

/** The driver instances: one process each. */
export function DriversPart({ gateway }: TabProps) {
  const drivers = useDrivers(gateway);
  const addresses = useAddresses(gateway);
  const whyNot = useAccess(gateway)('administrator');
  const start = usePeersAct(gateway, 'gateways', 'startGateway', changesOf.driver);
  const stop = usePeersAct(gateway, 'gateways', 'stopGateway', changesOf.driver);
  const restart = usePeersAct(gateway, 'gateways', 'restartGateway', changesOf.driver);
  const [open, setOpen] = useState<Open>(null);
  const rows = useMemo(
    () =>
      Object.values(drivers.data ?? {}).map((driver) => ({
        id: driver.id,
        driver,
        addresses: (addresses.data ?? []).filter((address) => address.gateway === driver.id).length,
      })),
    [drivers.data, addresses.data],
  );
  const selection = useSelection({ rows, rowId, name: rowName });
  const bulk = useBulk({
    gateway,
    noun,
    selection,
    rowId,
    acts: useDriverActs<DriverRow>(gateway, addresses.data ?? [], useRoutes(gateway).data ?? []),
    whyNot,
    changes: changesOf.driver,
  });
  const close = () => setOpen(null);
  const add = (
    <ReasonButton
      reason={whyNot}
      leftSection={<IconPlus size={17} aria-hidden />}
      onClick={() => setOpen({ kind: 'edit', driver: null })}
    >
      Add a driver
    </ReasonButton>
  );
  return (
    <>
      <LiveView
        gateway={gateway}
        query={drivers}
        failed="The drivers could not be read"
        loading={<TableSkeleton rows={5} />}
      >
        {() =>
          rows.length === 0 ? (
            <Empty icon={IconPlug} title="No drivers yet" actions={add}>
              <Text>
                A driver speaks one protocol with devices: Modbus, MQTT, or this machine’s own figures. Each
                runs in a process of its own, so that one that fails stops nothing else.
              </Text>
            </Empty>
          ) : (
            <DataTable
              label={`Drivers of ${gatewayName(gateway)}`}
              noun={noun}
              rows={rows}
              columns={columns}
              rowId={rowId}
              sortBy={{ id: 'name', descending: false }}
              storageKey="drivers"
              filterHint="Filter by name, protocol, state"
              tools={add}
              selection={selection}
              bulk={bulk.buttons}
              reserve={310}
              onOpen={({ driver }) => setOpen({ kind: 'edit', driver })}
              actionsWidth={56}
              actions={({ driver }) => (
                <ProcessMenu
                  item={driver}
                  whyNot={whyNot}
                  onRestart={() => restart.run({ gateway: driver.id })}
                  onStop={() => stop.run({ gateway: driver.id })}
                  onStart={() => start.run({ gateway: driver.id })}
                  onLog={() => setOpen({ kind: 'log', driver })}
                  onEdit={() => setOpen({ kind: 'edit', driver })}
                  onDelete={() => setOpen({ kind: 'delete', driver })}
                />
              )}
            />
          )
        }
      </LiveView>
      {bulk.dialog}
      <Suspense>
        {open?.kind === 'edit' ? (
          <DriverDialog gateway={gateway} driver={open.driver} onClose={close} />
        ) : null}
      </Suspense>
      {open?.kind === 'log' ? (
        <DriverLogDialog gateway={gateway} driver={open.driver} onClose={close} />
      ) : null}
      {open?.kind === 'delete' ? (
        <DeletePointDialog gateway={gateway} kind="driver" item={open.driver} onClose={close} />
      ) : null}
    </>
  );
}
