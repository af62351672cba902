import { Skeleton, Text } from '@mantine/core';
import { IconBinary } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import { Empty } from '../../../components/empty.tsx';
import { hexWindow, showsAll } from '../hex/hex-window.ts';
import type { HexHit } from '../hex/use-hex-search.ts';
import { useKept } from '../use-kept.ts';
import classes from './hex-part.module.css';

const HexView = lazy(() => import('../hex/hex-view.tsx'));

interface HexPartProps {
  entry: SerialConsole;
  follow: boolean;
  onFollow(follow: boolean): void;
  hit: HexHit | null;
}

/** The bytes of one console; empty until the first one came. */
export function HexPart({ entry, follow, onFollow, hit }: HexPartProps) {
  const kept = useKept(entry.id, entry);
  if (kept.total <= kept.cutBefore) {
    return (
      <Empty compact icon={IconBinary} title="No bytes yet">
        <Text>What the device sends appears here as it is.</Text>
      </Empty>
    );
  }
  const shown = hexWindow(kept, follow ? null : (hit?.at ?? null));
  return (
    <div className={classes.part}>
      {showsAll(kept, shown) ? null : (
        <Text size="sm" c="dimmed">
          Shows {formatBytes(shown.total - shown.cutBefore)} of {formatBytes(kept.total - kept.cutBefore)}:
          the newest, or those around a hit. Save all as bytes holds the rest.
        </Text>
      )}
      <Suspense fallback={<Skeleton h="100%" className="gw-late" />}>
        <HexView consoleId={entry.id} kept={shown} hit={hit} follow={follow} onFollow={onFollow} />
      </Suspense>
    </div>
  );
}
