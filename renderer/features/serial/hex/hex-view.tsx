import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useReducer, useRef } from 'react';
import { useBridge } from '../../../lib/bridge/bridge-context.tsx';
import { readOutput } from '../read-output.ts';
import { createBytePages } from './byte-pages.ts';
import { firstRowOffset, hexColumn, hexRow, hitColumns, rowBytes, rowCount } from './hex-rows.ts';
import classes from './hex-view.module.css';
import type { HexHit } from './use-hex-search.ts';

const rowHeight = 20;

interface HexViewProps {
  consoleId: string;
  /** What is kept of what arrived: from the first offset up to the second. */
  kept: { cutBefore: number; total: number };
  /** Marked, and scrolled to when it is another one. */
  hit: HexHit | null;
  follow: boolean;
  onFollow(follow: boolean): void;
}

/** These bytes as offset, hexadecimal and characters; only the rows that are seen are read from the host. */
export default function HexView({ consoleId, kept, hit, follow, onFollow }: HexViewProps) {
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
  const hitRow = hit === null ? null : Math.floor((hit.at - base) / rowBytes);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that are let go move the row, not what is looked at
  useEffect(() => {
    if (hitRow !== null) virtualizer.scrollToIndex(hitRow, { align: 'center' });
  }, [hit, virtualizer]);

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
          const offset = base + item.index * rowBytes;
          const row = hexRow(offset, byteAt);
          const marked = hitColumns(offset, hit);
          return (
            <div key={item.key} className={classes.row} style={{ transform: `translateY(${item.start}px)` }}>
              <span className={classes.offset}>{row.offset}</span>
              <span>
                <Marked
                  text={row.hex}
                  part={marked && [hexColumn(marked[0]), hexColumn(marked[1] - 1) + 2]}
                />
              </span>
              <span className={classes.ascii}>
                <Marked text={row.ascii} part={marked} />
              </span>
            </div>
          );
        })}
      </div>
    </section>
  );
}

function Marked({ text, part }: { text: string; part: [number, number] | null }) {
  if (part === null) return text;
  const [from, to] = part;
  return (
    <>
      {text.slice(0, from)}
      <mark className={classes.hit}>{text.slice(from, to)}</mark>
      {text.slice(to)}
    </>
  );
}
