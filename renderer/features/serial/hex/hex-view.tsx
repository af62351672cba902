import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useReducer, useRef } from 'react';
import { useBridge } from '../../../lib/bridge/bridge-context.tsx';
import { readOutput } from '../read-output.ts';
import { createBytePages } from './byte-pages.ts';
import { firstRowOffset, hexRow, rowBytes, rowCount } from './hex-rows.ts';
import classes from './hex-view.module.css';

const rowHeight = 20;

interface HexViewProps {
  consoleId: string;
  /** What is kept of what arrived: from the first offset up to the second. */
  kept: { cutBefore: number; total: number };
  follow: boolean;
  onFollow(follow: boolean): void;
}

/** The kept bytes as offset, hexadecimal and characters; only the rows that are seen are read from the host. */
export default function HexView({ consoleId, kept, follow, onFollow }: HexViewProps) {
  const bridge = useBridge();
  const scrollRef = useRef<HTMLDivElement>(null);
  const seen = useRef({ top: 0, height: 0 });
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const pages = useMemo(
    () =>
      createBytePages({
        read: (from, maxBytes) => readOutput(bridge, consoleId, from, maxBytes),
        onRead: redraw,
      }),
    [bridge, consoleId],
  );
  const { cutBefore, total } = kept;
  const base = firstRowOffset(cutBefore);
  const rows = rowCount(cutBefore, total);
  const virtualizer = useVirtualizer({
    count: rows,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    overscan: 16,
  });
  const items = virtualizer.getVirtualItems();
  const from = base + (items[0]?.index ?? 0) * rowBytes;
  const to = base + ((items.at(-1)?.index ?? -1) + 1) * rowBytes;

  useEffect(() => pages.want(from, to, total), [pages, from, to, total]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves with what arrives, also when as much is let go
  useEffect(() => {
    if (follow && rows > 0) virtualizer.scrollToIndex(rows - 1, { align: 'end' });
  }, [follow, rows, total, virtualizer]);
  // What is let go at the top must not move the rows that are read.
  const lastBase = useRef(base);
  useEffect(() => {
    const element = scrollRef.current;
    const gone = (base - lastBase.current) / rowBytes;
    lastBase.current = base;
    if (element && gone > 0 && !follow) element.scrollTop -= gone * rowHeight;
  }, [base, follow]);

  const onScroll = () => {
    const element = scrollRef.current;
    if (!element) return;
    const wentBack = element.scrollTop < seen.current.top - 4;
    if (follow && wentBack && element.scrollHeight === seen.current.height) onFollow(false);
    seen.current = { top: element.scrollTop, height: element.scrollHeight };
  };
  const byteAt = (offset: number) =>
    offset < cutBefore || offset >= total ? undefined : pages.byteAt(offset);

  return (
    <section
      ref={scrollRef}
      className={classes.frame}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard
      tabIndex={0}
      aria-label="Bytes received"
      onScroll={onScroll}
      onKeyDown={({ key }) => {
        if (follow && ['ArrowUp', 'PageUp', 'Home'].includes(key)) onFollow(false);
      }}
    >
      <div className={classes.all} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = hexRow(base + item.index * rowBytes, byteAt);
          return (
            <div key={item.key} className={classes.row} style={{ transform: `translateY(${item.start}px)` }}>
              <span className={classes.offset}>{row.offset}</span>
              <span>{row.hex}</span>
              <span className={classes.ascii}>{row.ascii}</span>
            </div>
          );
        })}
      </div>
    </section>
  );
}
