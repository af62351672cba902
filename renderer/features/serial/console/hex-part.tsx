import { Skeleton, Text } from '@mantine/core';
import { IconBinary } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { Empty } from '../../../components/empty.tsx';
import { useKept } from '../use-kept.ts';

const HexView = lazy(() => import('../hex/hex-view.tsx'));

interface HexPartProps {
  entry: SerialConsole;
  follow: boolean;
  onFollow(follow: boolean): void;
}

/** The bytes of one console; empty until the first one came. */
export function HexPart({ entry, follow, onFollow }: HexPartProps) {
  const kept = useKept(entry.id, entry);
  if (kept.total <= kept.cutBefore) {
    return (
      <Empty compact icon={IconBinary} title="No bytes yet">
        <Text>What the device sends appears here as it is.</Text>
      </Empty>
    );
  }
  return (
    <Suspense fallback={<Skeleton h="100%" className="gw-late" />}>
      <HexView consoleId={entry.id} kept={kept} follow={follow} onFollow={onFollow} />
    </Suspense>
  );
}
