import { Stack, Text } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import type { ProcessEntry } from '#shared/gateway-api/management-api.ts';
import { ok } from '#shared/result.ts';
import type { BulkAct } from '../../../components/bulk/bulk-act.ts';
import { useBulk } from '../../../components/bulk/use-bulk.tsx';
import { DataTable } from '../../../components/data-table/data-table.tsx';
import type { DataColumn } from '../../../components/data-table/table-view.ts';
import { useSelection } from '../../../components/data-table/use-selection.ts';
import { Empty } from '../../../components/empty.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { TableSkeleton } from '../../../components/skeletons.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { formatPercent } from '../../../lib/format/percent.ts';
import { useAccess } from '../../../lib/gateway-calls/use-access.ts';
import { useGatewayAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { useGatewayCall } from '../../../lib/gateway-calls/use-gateway-call.ts';
import type { TabProps } from '../tab-props.ts';
import { EndProcessDialog } from './end-process-dialog.tsx';
import { endLines, isAlive, processKey, whyProtected } from './process-view.ts';

const pollMs = 3_000;

const columns: DataColumn<ProcessEntry>[] = [
  { id: 'name', label: 'Name', value: (row) => row.name, fixed: true },
  { id: 'pid', label: 'PID', value: (row) => row.pid, number: true, width: 100 },
  {
    id: 'cpu',
    label: 'CPU of one core',
    value: (row) => row.cpu,
    cell: (row) => formatPercent(row.cpu),
    number: true,
    width: 150,
  },
  {
    id: 'memory',
    label: 'Memory',
    value: (row) => row.memory,
    cell: (row) => formatBytes(row.memory),
    text: (row) => formatBytes(row.memory),
    number: true,
    width: 120,
  },
  {
    id: 'share',
    label: 'Share of memory',
    value: (row) => row.memoryPercent,
    cell: (row) => formatPercent(row.memoryPercent),
    number: true,
    width: 160,
  },
];

const rowName = ({ name, pid }: ProcessEntry): string => `${name} (${pid})`;
const noun = ['process', 'processes'] as const;
const noProcesses: readonly ProcessEntry[] = [];

/** What runs on the box: sort, search, and end what hangs. */
export default function ProcessesTab({ gateway }: TabProps) {
  const [ending, setEnding] = useState<ProcessEntry | null>(null);
  const query = useGatewayCall(gateway, 'resources', { query: { processes: true } }, { pollMs });
  const whyNot = useAccess(gateway)('system:write');
  const name = gatewayName(gateway);
  const rows = query.data?.processes ?? noProcesses;
  const selection = useSelection({ rows, rowId: processKey, name: rowName, whyNot: whyProtected });
  const bulk = useBulk<ProcessEntry>({
    gateway,
    noun,
    selection,
    rowId: processKey,
    acts: [useEndAct(gateway, rows)],
    whyNot,
    changes: ['resources'],
  });
  return (
    <LiveView
      gateway={gateway}
      query={query}
      failed="The processes could not be read"
      loading={<TableSkeleton rows={12} />}
    >
      {({ processes }) =>
        processes === undefined || processes.length === 0 ? (
          <Empty icon={IconListDetails} title={`${name} lists no processes`}>
            <Text>It answers what its processor and memory do, but not which process does it.</Text>
          </Empty>
        ) : (
          <Stack gap={0}>
            <DataTable
              label={`Processes of ${name}`}
              noun={noun}
              rows={processes}
              columns={columns}
              rowId={processKey}
              sortBy={{ id: 'cpu', descending: true }}
              storageKey="processes"
              filterHint="Filter by name or number"
              selection={selection}
              bulk={bulk.buttons}
              actions={(process) => (
                <ReasonButton
                  variant="subtle"
                  color="gray"
                  reason={whyNot ?? whyProtected(process)}
                  aria-label={`End ${process.name}, ${process.pid}`}
                  onClick={() => setEnding(process)}
                >
                  End…
                </ReasonButton>
              )}
            />
            {bulk.dialog}
            {ending ? (
              <EndProcessDialog
                gateway={gateway}
                process={ending}
                alive={isAlive(processes, ending)}
                onClose={() => setEnding(null)}
              />
            ) : null}
          </Stack>
        )
      }
    </LiveView>
  );
}

/** Asks many to end. What is left of them can be killed one by one only. */
function useEndAct(gateway: Gateway, processes: readonly ProcessEntry[]): BulkAct<ProcessEntry> {
  const kill = useGatewayAct(gateway, 'processKill');
  return {
    id: 'end',
    verb: 'End',
    done: 'asked to end',
    loses: true,
    lines: () => endLines(gatewayName(gateway)),
    // Its number may belong to another one by now.
    run: async (process) =>
      isAlive(processes, process)
        ? kill.run({ body: { action: 'kill', pid: process.pid, signal: 'SIGTERM' } })
        : ok(null),
  };
}
