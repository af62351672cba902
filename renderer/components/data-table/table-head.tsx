import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';

interface TableHeadProps {
  columns: readonly { id: string; label: string; number?: boolean }[];
  sort: { id: string; desc: boolean };
  onSort(id: string): void;
  /** The header cell of the boxes, when rows can be chosen. */
  choice?: ReactNode;
  hasActions: boolean;
}

/** The header stays in sight; a press on a column sorts by it. */
export function TableHead({ columns, sort, onSort, choice, hasActions }: TableHeadProps) {
  return (
    <thead>
      <tr>
        {choice}
        {columns.map((column) => {
          const sorted = sort.id === column.id;
          const Arrow = sort.desc ? IconArrowDown : IconArrowUp;
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={sorted ? (sort.desc ? 'descending' : 'ascending') : 'none'}
            >
              <UnstyledButton
                className={classes.sort}
                data-number={column.number || undefined}
                onClick={() => onSort(column.id)}
              >
                {column.label}
                {sorted ? <Arrow size={14} aria-hidden /> : null}
              </UnstyledButton>
            </th>
          );
        })}
        {hasActions ? (
          <th scope="col">
            <span className={classes.hiddenWord}>Actions</span>
          </th>
        ) : null}
      </tr>
    </thead>
  );
}
