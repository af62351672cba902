import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import classes from './fold.module.css';

/** A line that opens what is below it. */
export function Fold({
  label,
  children,
  open = false,
}: {
  label: string;
  children: ReactNode;
  open?: boolean;
}) {
  const [opened, setOpened] = useState(open);
  const id = useId();
  const Icon = opened ? IconChevronDown : IconChevronRight;
  return (
    <div className={classes.root}>
      <UnstyledButton
        className={classes.control}
        aria-expanded={opened}
        aria-controls={id}
        onClick={() => setOpened(!opened)}
      >
        <Icon size={16} aria-hidden />
        {label}
      </UnstyledButton>
      <div id={id} hidden={!opened} className={classes.content}>
        {opened ? children : null}
      </div>
    </div>
  );
}
