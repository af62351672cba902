import { Stack, Text } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Empty } from '../../../components/empty.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { RowsSkeleton } from '../../../components/skeletons.tsx';
import { useGatewayCall } from '../../../lib/gateway-calls/use-gateway-call.ts';
import { LogLines } from './log-lines.tsx';
import { type LogAsk, LogTools } from './log-tools.tsx';
import { findLines, followMs, nextHit, shownLines } from './log-view.ts';

const atFirst: LogAsk = { lines: 500, type: 'all', process: null, level: 'all' };

/** The last lines of the gateway's processes: followed, filtered, searched, saved. */
export default function LogsTab({ gateway }: { gateway: Gateway }) {
  const [ask, setAsk] = useState(atFirst);
  const [follow, setFollow] = useState(true);
  const [search, setSearch] = useState('');
  const [hit, setHit] = useState(-1);
  const query = useGatewayCall(
    gateway,
    'logs',
    {
      query: { lines: ask.lines, type: ask.type, ...(ask.process === null ? {} : { process: ask.process }) },
    },
    { keep: true, ...(follow ? { pollMs: followMs(ask.lines) } : {}) },
  );
  const received = query.data?.logs;
  const lines = useMemo(() => shownLines(received ?? [], ask.level), [received, ask.level]);
  const hits = useMemo(() => findLines(lines, search), [lines, search]);
  const current = Math.min(hit, hits.length - 1);

  const step = (direction: 1 | -1) => {
    setFollow(false);
    setHit(nextHit(hits.length, current, direction));
  };

  return (
    <Stack gap="md">
      <LogTools
        gateway={gateway}
        ask={ask}
        onAsk={setAsk}
        processes={query.data?.processes ?? []}
        lines={lines}
        received={received?.length ?? null}
        follow={follow}
        onFollow={setFollow}
        refreshing={query.isFetching && !follow}
        onRefresh={() => void query.refetch()}
        search={search}
        onSearch={(text) => {
          setSearch(text);
          setHit(-1);
        }}
        hits={hits.length}
        hit={current}
        onStep={step}
      />
      <LiveView
        gateway={gateway}
        query={query}
        failed="The logs could not be read"
        loading={<RowsSkeleton rows={12} height={20} />}
      >
        {() =>
          lines.length === 0 ? (
            <Empty
              icon={IconFileText}
              title={received?.length === 0 ? 'No lines' : 'No line of this level'}
              compact
            >
              <Text>
                {received?.length === 0
                  ? 'The processes wrote nothing, or their logs were emptied.'
                  : 'Lines of lower levels are left out by the filter.'}
              </Text>
            </Empty>
          ) : (
            <LogLines
              lines={lines}
              search={search}
              marked={current < 0 ? null : (hits[current] ?? null)}
              follow={follow}
              onFollow={setFollow}
            />
          )
        }
      </LiveView>
    </Stack>
  );
}
