import { Anchor } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { Link } from 'wouter';
import classes from './recovery.module.css';

export function BackLink({ to, children }: { to: string; children: string }) {
  return (
    <Anchor component={Link} href={to} size="sm" className={classes.back}>
      <IconChevronLeft size={16} aria-hidden />
      {children}
    </Anchor>
  );
}
