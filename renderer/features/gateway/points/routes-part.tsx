import { Text } from '@mantine/core';
import { IconArrowsExchange, IconPlus, IconTrash } from '@tabler/icons-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Address, Route } from '#shared/gateway-api/configuration.ts';
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
import { DeletePointDialog } from './delete-point-dialog.tsx';
import { MarkedWord, NameCell } from './point-cells.tsx';
import { addressName } from './points-view.ts';
import { routeState } from './route-view.ts';
import { useRouteActs } from './use-point-acts.ts';
import { changesOf, useAddresses, useRoutes } from './use-points.ts';

const RouteDialog = lazy(() => import('./route-dialog.tsx'));

type Open = { kind: 'edit'; route: Route | null } | { kind: 'delete'; route: Route } | null;

const columnsOver = (addresses: readonly Address[]): DataColumn<Route>[] => [
  {
    id: 'name',
    label: 'Name',
    value: (route) => route.name,
    cell: (route) => <NameCell name={route.name} />,
    fixed: true,
  },
  { id: 'from', label: 'From', value: (route) => addressName(addresses, route.from) },
  {
    id: 'way',
    label: 'Way',
    value: (route) => (route.bothWays ? 'both ways' : 'one way'),
    cell: (route) => (route.bothWays ? '↔ both ways' : '→ one way'),
    width: 130,
  },
  { id: 'to', label: 'To', value: (route) => addressName(addresses, route.to) },
  {
    id: 'expression',
    label: 'Expression',
    value: (route) => route.expression,
    cell: (route) =>
      route.expression ? <span className="gw-mono">{route.expression}</span> : 'value as it is',
  },
  {
    id: 'enabled',
    label: 'State',
    value: (route) => routeState(route).word,
    text: (route) => `${routeState(route).word} ${routeState(route).reason ?? ''}`,
    cell: (route) => <MarkedWord {...routeState(route)} brief />,
    fixed: true,
    width: 150,
  },
  {
    id: 'last',
    label: 'Last run',
    value: (route) => routeState(route).at,
    text: () => '',
    cell: (route) => {
      const { at } = routeState(route);
      return at === null ? '–' : <TimeText at={at} />;
    },
    width: 110,
  },
];

const rowId = ({ id }: Route): string => id;
const rowName = ({ name }: Route): string => name;
const noun = ['route', 'routes'] as const;
const noRoutes: readonly Route[] = [];

/** Values that go from one address to another. */
export function RoutesPart({ gateway }: TabProps) {
  const routes = useRoutes(gateway);
  const addresses = useAddresses(gateway).data;
  const whyNot = useAccess(gateway)('administrator');
  const [open, setOpen] = useState<Open>(null);
  const columns = useMemo(() => columnsOver(addresses ?? []), [addresses]);
  const selection = useSelection({ rows: routes.data ?? noRoutes, rowId, name: rowName });
  const bulk = useBulk({
    gateway,
    noun,
    selection,
    rowId,
    acts: useRouteActs(gateway),
    whyNot,
    changes: changesOf.route,
  });
  const close = () => setOpen(null);
  const tooFew =
    addresses !== undefined && addresses.length < 2 ? 'A route needs two addresses; add them first.' : null;
  const add = (
    <ReasonButton
      reason={whyNot ?? tooFew}
      leftSection={<IconPlus size={17} aria-hidden />}
      onClick={() => setOpen({ kind: 'edit', route: null })}
    >
      Add a route
    </ReasonButton>
  );
  return (
    <>
      <LiveView
        gateway={gateway}
        query={routes}
        failed="The routes could not be read"
        loading={<TableSkeleton rows={5} />}
      >
        {(all) =>
          all.length === 0 ? (
            <Empty icon={IconArrowsExchange} title="No routes yet" actions={add}>
              <Text>
                A route writes what one address reads to another: a Modbus temperature to an MQTT topic, a set
                point from the control room to a device.
              </Text>
            </Empty>
          ) : (
            <DataTable
              label={`Routes of ${gatewayName(gateway)}`}
              noun={noun}
              rows={all}
              columns={columns}
              rowId={rowId}
              sortBy={{ id: 'name', descending: false }}
              storageKey="routes"
              filterHint="Filter by name or address"
              tools={add}
              selection={selection}
              bulk={bulk.buttons}
              reserve={310}
              onOpen={(route) => setOpen({ kind: 'edit', route })}
              actionsWidth={60}
              actions={(route) => (
                <ReasonButton
                  variant="subtle"
                  color="gray"
                  px={9}
                  reason={whyNot}
                  aria-label={`Delete ${route.name}`}
                  onClick={() => setOpen({ kind: 'delete', route })}
                >
                  <IconTrash size={18} aria-hidden />
                </ReasonButton>
              )}
            />
          )
        }
      </LiveView>
      {bulk.dialog}
      <Suspense>
        {open?.kind === 'edit' ? (
          <RouteDialog gateway={gateway} route={open.route} addresses={addresses ?? []} onClose={close} />
        ) : null}
      </Suspense>
      {open?.kind === 'delete' ? (
        <DeletePointDialog gateway={gateway} kind="route" item={open.route} onClose={close} />
      ) : null}
    </>
  );
}
