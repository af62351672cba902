import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useBridge, useLink } from '../lib/bridge/bridge-context.tsx';
import { formatClock, secondsUntil } from '../lib/format/time.ts';
import { useNow } from '../lib/use-now.ts';
import classes from './shell.module.css';

/** After this long the host has probably been stopped, and a new start has another address. */
const longLostMs = 20_000;

/** Says that the screens do not reach the workbench; what they show stays. */
export function HostLostBanner() {
  const bridge = useBridge();
  const link = useLink();
  const now = useNow(1_000);
  if (link.state !== 'lost') return null;
  const next =
    link.nextTryAt === null ? 'Trying now.' : `Trying again in ${secondsUntil(link.nextTryAt, now)} s.`;
  return (
    <div className={classes.banner} role="alert">
      <div className={classes.lost}>
        <IconPlugConnectedX size={20} aria-hidden style={{ flexShrink: 0 }} />
        <div className={classes.lostText}>
          The connection to the workbench was lost. What you see is from {formatClock(link.since)}.{' '}
          <span aria-hidden className="gw-tabular">
            {next}
          </span>
          {now - link.since > longLostMs
            ? ' If it was closed, start it again and open the address that it prints.'
            : ''}
        </div>
        <Button variant="default" onClick={bridge.retryNow}>
          Try now
        </Button>
      </div>
    </div>
  );
}
