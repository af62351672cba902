import { Paper, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { moveRow } from '../../components/data-table/table-view.ts';
import { runningJob } from '../../lib/domain/job-view.ts';
import { useJobs } from '../../lib/domain/use-gateway.ts';
import { paths } from '../../lib/routes.ts';
import type { ListColumn, Sort } from './gateway-list-view.ts';
import { GatewayRow } from './gateway-row.tsx';
import classes from './gateway-rows.module.css';

const rowHeight = 52;
/** Below this the browser draws all rows faster than code could choose some. */
const virtualAbove = 200;

interface GatewayRowsProps {
  rows: readonly Gateway[];
  columns: readonly ListColumn[];
  words: Record<ListColumn, string>;
  sort: Sort;
  onSort(column: ListColumn): void;
}

/** The table's body: one row has the focus, j/k and arrows move it, Enter opens it. */
export function GatewayRows({ rows, columns, words, sort, onSort }: GatewayRowsProps) {
  const [, go] = useLocation();
  const jobs = useJobs();
  const scrollRef = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(0);
  const current = Math.min(focused, rows.length - 1);
  const virtual = rows.length > virtualAbove;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: virtual,
  });
  const items = virtual ? virtualizer.getVirtualItems() : rows.map((_, index) => ({ index }));
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  const focusRow = (index: number) => {
    setFocused(index);
    if (virtual) virtualizer.scrollToIndex(index);
    requestAnimationFrame(() =>
      scrollRef.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus(),
    );
  };

  const onKey = (event: KeyboardEvent, index: number) => {
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return;
    const row = rows[index];
    if (event.key === 'Enter' && row) {
      go(paths.gateway(row.id));
      return;
    }
    const next = moveRow(index, event.key, rows.length);
    if (next === null) return;
    event.preventDefault();
    focusRow(next);
  };

  // The list can be entered by its own keys right after the screen opened, without a way through the header.
  useHotkeys(
    ['j', 'k', 'ArrowDown', 'ArrowUp'].map((key) => [
      key,
      () => {
        // Where nobody is in a field: the page itself, or its content after the skip link or the palette.
        if (document.activeElement?.matches('body, main')) focusRow(current);
      },
    ]),
  );

  return (
    <Paper ref={scrollRef} className={virtual ? classes.scroll : classes.frame}>
      <table className={classes.table} aria-label="Gateways" aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                aria-sort={sort.column === column ? (sort.descending ? 'descending' : 'ascending') : 'none'}
              >
                <UnstyledButton className={classes.sort} onClick={() => onSort(column)}>
                  {words[column]}
                  {sort.column === column ? <SortArrow descending={sort.descending} /> : null}
                </UnstyledButton>
              </th>
            ))}
            <th scope="col" className={classes.actions}>
              <span className={classes.hiddenWord}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {virtual ? <Spacer height={first * rowHeight} /> : null}
          {items.map(({ index }) => {
            const gateway = rows[index];
            return gateway ? (
              <GatewayRow
                key={gateway.id}
                gateway={gateway}
                job={runningJob(jobs, gateway.id)}
                columns={columns}
                index={index}
                focused={index === current}
                onFocus={() => setFocused(index)}
                onKey={(event) => onKey(event, index)}
                onOpen={() => go(paths.gateway(gateway.id))}
              />
            ) : null;
          })}
          {virtual ? <Spacer height={(rows.length - 1 - last) * rowHeight} /> : null}
        </tbody>
      </table>
    </Paper>
  );
}

const SortArrow = ({ descending }: { descending: boolean }) =>
  descending ? <IconArrowDown size={14} aria-hidden /> : <IconArrowUp size={14} aria-hidden />;

/** Stands for the rows that are not drawn. */
const Spacer = ({ height }: { height: number }) => (
  <tr aria-hidden style={{ height }}>
    <td />
  </tr>
);
