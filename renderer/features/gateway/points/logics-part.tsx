import { Text } from '@mantine/core';
import { IconCode, IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Address } from '#shared/gateway-api/configuration.ts';
import type { LogicView } from '#shared/gateway-api/peers-api.ts';
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
import { processStateWord } from '../../../lib/domain/process-state.ts';
import { useAccess } from '../../../lib/gateway-calls/use-access.ts';
import { usePeersAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import type { TabProps } from '../tab-props.ts';
import { DeletePointDialog } from './delete-point-dialog.tsx';
import { MarkedWord, NameCell } from './point-cells.tsx';
import { triggerWords } from './points-view.ts';
import { ProcessMenu } from './process-menu.tsx';
import { useLogicActs } from './use-point-acts.ts';
import { changesOf, useAddresses, useLogics } from './use-points.ts';

const LogicDialog = lazy(() => import('./logic-dialog.tsx'));

type Open = { kind: 'edit'; logic: LogicView | null } | { kind: 'delete'; logic: LogicView } | null;

const columnsOver = (addresses: readonly Address[]): DataColumn<LogicView>[] => [
  {
    id: 'name',
    label: 'Name',
    value: (logic) => logic.name,
    cell: (logic) => <NameCell name={logic.name} />,
    fixed: true,
    width: 220,
  },
  {
    id: 'state',
    label: 'State',
    value: (logic) => processStateWord(logic.process.state).word,
    cell: (logic) => (
      <MarkedWord {...processStateWord(logic.process.state)} reason={logic.process.reason} brief />
    ),
    fixed: true,
    width: 200,
  },
  { id: 'runs', label: 'Runs', value: (logic) => triggerWords(logic, addresses) },
  {
    id: 'last',
    label: 'Last run',
    value: (logic) => (logic.lastRunAt ? Date.parse(logic.lastRunAt) : null),
    cell: (logic) => (logic.lastRunAt ? <TimeText at={Date.parse(logic.lastRunAt)} /> : 'never'),
    text: () => '',
    width: 120,
  },
  {
    id: 'ended',
    label: 'It ended',
    value: (logic) => (logic.lastRunAt === null ? null : (logic.lastError ?? 'well')),
    cell: (logic) => <LastEnd logic={logic} />,
  },
];

const LastEnd = ({ logic }: { logic: LogicView }) => {
  if (logic.lastRunAt === null) return '–';
  if (logic.lastError === null) return <MarkedWord mark="good" word="well" />;
  return <MarkedWord mark="bad" word="with an error" reason={logic.lastError} />;
};

const rowId = ({ id }: LogicView): string => id;
const rowName = ({ name }: LogicView): string => name;
const noun = ['logic', 'logics'] as const;

/** Small programs over addresses; each runs in a process of its own. */
export function LogicsPart({ gateway }: TabProps) {
  const logics = useLogics(gateway);
  const addresses = useAddresses(gateway).data;
  const whyNot = useAccess(gateway)('administrator');
  const start = usePeersAct(gateway, 'logics', 'startLogic', changesOf.logic);
  const stop = usePeersAct(gateway, 'logics', 'stopLogic', changesOf.logic);
  const restart = usePeersAct(gateway, 'logics', 'restartLogic', changesOf.logic);
  const [open, setOpen] = useState<Open>(null);
  const columns = useMemo(() => columnsOver(addresses ?? []), [addresses]);
  const rows = useMemo(() => Object.values(logics.data ?? {}), [logics.data]);
  const selection = useSelection({ rows, rowId, name: rowName });
  const bulk = useBulk({
    gateway,
    noun,
    selection,
    rowId,
    acts: useLogicActs(gateway),
    whyNot,
    changes: changesOf.logic,
  });
  const close = () => setOpen(null);
  const add = (
    <ReasonButton
      reason={whyNot}
      leftSection={<IconPlus size={17} aria-hidden />}
      onClick={() => setOpen({ kind: 'edit', logic: null })}
    >
      Add a logic
    </ReasonButton>
  );
  return (
    <>
      <LiveView
        gateway={gateway}
        query={logics}
        failed="The logics could not be read"
        loading={<TableSkeleton rows={5} />}
      >
        {() =>
          rows.length === 0 ? (
            <Empty icon={IconCode} title="No logics yet" actions={add}>
              <Text>
                A logic is a small program in JSONata: it reads addresses, works something out, and writes to
                others, at every change or by a schedule.
              </Text>
            </Empty>
          ) : (
            <DataTable
              label={`Logics of ${gatewayName(gateway)}`}
              noun={noun}
              rows={rows}
              columns={columns}
              rowId={rowId}
              sortBy={{ id: 'name', descending: false }}
              storageKey="logics"
              filterHint="Filter by name, state, error"
              tools={add}
              selection={selection}
              bulk={bulk.buttons}
              reserve={310}
              onOpen={(logic) => setOpen({ kind: 'edit', logic })}
              actionsWidth={56}
              actions={(logic) => (
                <ProcessMenu
                  item={logic}
                  whyNot={whyNot}
                  onRestart={() => restart.run({ logic: logic.id })}
                  onStop={() => stop.run({ logic: logic.id })}
                  onStart={() => start.run({ logic: logic.id })}
                  onEdit={() => setOpen({ kind: 'edit', logic })}
                  onDelete={() => setOpen({ kind: 'delete', logic })}
                />
              )}
            />
          )
        }
      </LiveView>
      {bulk.dialog}
      <Suspense>
        {open?.kind === 'edit' ? (
          <LogicDialog gateway={gateway} logic={open.logic} addresses={addresses ?? []} onClose={close} />
        ) : null}
      </Suspense>
      {open?.kind === 'delete' ? (
        <DeletePointDialog gateway={gateway} kind="logic" item={open.logic} onClose={close} />
      ) : null}
    </>
  );
}
