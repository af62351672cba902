import { Button } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { Link } from 'wouter';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Job } from '#shared/bridge/maintenance.ts';
import { Mark } from '../../components/mark.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { connectionWord, gatewayName, isStale, placeText, staleLine } from '../../lib/domain/gateway-view.ts';
import { percent, phaseWord } from '../../lib/domain/job-view.ts';
import { paths } from '../../lib/routes.ts';
import { useNow } from '../../lib/use-now.ts';
import type { ListColumn } from './gateway-list-view.ts';
import { GatewayMenu } from './gateway-menu.tsx';
import classes from './gateway-rows.module.css';
import { useNeeded } from './use-needed.ts';

interface GatewayRowProps {
  gateway: Gateway;
  job: Job | null;
  columns: readonly ListColumn[];
  index: number;
  focused: boolean;
  onFocus(): void;
  onKey(event: KeyboardEvent): void;
  onOpen(): void;
}

/** One gateway: which box, is it well, what runs, and the next step when it needs one. */
export function GatewayRow(props: GatewayRowProps) {
  const { gateway, job, columns, index, focused, onFocus, onKey, onOpen } = props;
  const needed = useNeeded(gateway);
  return (
    <tr
      className={classes.row}
      data-row={index}
      aria-rowindex={index + 2}
      tabIndex={focused ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={onKey}
      onClick={onOpen}
    >
      {columns.map((column) => (
        <td key={column} data-stale={(isStale(gateway) && column !== 'status') || undefined}>
          <Cell column={column} gateway={gateway} job={job} />
        </td>
      ))}
      {/* Buttons of the row are pressed, not the row. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the row itself */}
      <td className={classes.end} onClick={(event) => event.stopPropagation()}>
        <div className={classes.endGroup}>
          {needed ? (
            <Button
              variant="default"
              onClick={needed.act}
              aria-label={`${needed.word} ${gatewayName(gateway)}`}
            >
              {needed.word}
            </Button>
          ) : null}
          <GatewayMenu gateway={gateway} />
        </div>
      </td>
    </tr>
  );
}

function Cell({ column, gateway, job }: { column: ListColumn; gateway: Gateway; job: Job | null }) {
  switch (column) {
    case 'name':
      return (
        <span className={classes.name}>
          <Link href={paths.gateway(gateway.id)} tabIndex={-1}>
            {gatewayName(gateway)}
          </Link>
          {gateway.origin === 'site' ? <span className={classes.sub}>local site</span> : null}
        </span>
      );
    case 'status':
      return <Status gateway={gateway} job={job} />;
    case 'address':
      return placeText(gateway);
    case 'revision':
      return gateway.identity?.revision ?? '–';
    case 'firmware':
      return gateway.identity?.firmware ?? '–';
    case 'seen':
      return gateway.connection.lastSeenAt === null ? (
        'never'
      ) : (
        <TimeText at={gateway.connection.lastSeenAt} />
      );
  }
}

function Status({ gateway, job }: { gateway: Gateway; job: Job | null }) {
  const now = useNow(1_000);
  const { mark, word } = connectionWord(gateway.connection.state);
  const waiting = gateway.connection.state === 'unreachable' && gateway.connection.nextTryAt !== null;
  return (
    <span className={classes.status}>
      <Mark kind={job ? 'busy' : mark} />
      <span className={classes.statusText}>
        {word}
        {job ? (
          <span className={classes.sub}>
            {phaseWord(job)}, {percent(job.progress)} %
          </span>
        ) : waiting ? (
          <span className={classes.sub}>{staleLine({ ...gateway.connection, lastSeenAt: null }, now)}</span>
        ) : null}
      </span>
    </span>
  );
}
