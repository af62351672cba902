import { Paper } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { LogEntry } from '#shared/gateway-api/management-api.ts';
import { formatExact } from '../../../lib/format/time.ts';
import classes from './log-lines.module.css';
import { levelOf, lineTime, pieces } from './log-view.ts';

interface LogLinesProps {
  lines: readonly LogEntry[];
  search: string;
  /** Index of the line that the search stands on. */
  marked: number | null;
  follow: boolean;
  onFollow(follow: boolean): void;
  /** CSS height; absent: what the window has left below the tools. */
  height?: string;
}

/** The lines, drawn as far as they are seen. Following stays at the end; scrolling back ends it. */
export function LogLines({ lines, search, marked, follow, onFollow, height }: LogLinesProps) {
  const scrollRef = useRef<HTMLDivElement>(null);
  const seen = useRef({ top: 0, height: 0 });
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => 22,
    overscan: 20,
  });
  const last = lines.at(-1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the last line is what moves the end, also when their number stays
  useEffect(() => {
    if (follow && lines.length > 0) virtualizer.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [follow, lines.length, last, virtualizer]);
  useEffect(() => {
    if (marked !== null) virtualizer.scrollToIndex(marked, { align: 'center' });
  }, [marked, virtualizer]);

  // Back is where only a person goes: the list itself moves to the end, or is clamped when it gets shorter.
  const onScroll = () => {
    const element = scrollRef.current;
    if (!element) return;
    const wentBack = element.scrollTop < seen.current.top - 4;
    if (follow && wentBack && element.scrollHeight === seen.current.height) onFollow(false);
    seen.current = { top: element.scrollTop, height: element.scrollHeight };
  };

  return (
    <Paper
      component="section"
      ref={scrollRef}
      className={classes.frame}
      style={height === undefined ? undefined : { height }}
      tabIndex={0}
      aria-label="Log lines"
      onScroll={onScroll}
      onKeyDown={({ key }) => {
        if (follow && ['ArrowUp', 'PageUp', 'Home'].includes(key)) onFollow(false);
      }}
    >
      <div className={classes.all} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const entry = lines[item.index];
          return entry ? (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className={classes.place}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <Line entry={entry} search={search} marked={item.index === marked} />
            </div>
          ) : null;
        })}
      </div>
    </Paper>
  );
}

function Line({ entry, search, marked }: { entry: LogEntry; search: string; marked: boolean }) {
  const at = Date.parse(entry.timestamp);
  const level = levelOf(entry);
  return (
    <div className={classes.line} data-level={level} data-marked={marked || undefined}>
      <time
        className={classes.time}
        dateTime={entry.timestamp}
        title={Number.isNaN(at) ? undefined : formatExact(at)}
      >
        {lineTime(entry.timestamp, Date.now())}
      </time>
      <span className={classes.process} title={entry.process}>
        {entry.process}
      </span>
      <span className={classes.level}>{entry.level ?? entry.type}</span>
      <span className={classes.message}>
        {pieces(entry.message, search).map((piece, index) =>
          piece.hit ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
            <mark key={index} className={classes.hit}>
              {piece.text}
            </mark>
          ) : (
            piece.text
          ),
        )}
      </span>
    </div>
  );
}
