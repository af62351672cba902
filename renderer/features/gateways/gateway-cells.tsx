import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Job } from '#shared/bridge/maintenance.ts';
import type { DataColumn } from '../../components/data-table/table-view.ts';
import { Mark } from '../../components/mark.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { connectionWord, gatewayName, isStale, placeText, staleLine } from '../../lib/domain/gateway-view.ts';
import { percent, phaseWord, runningJob } from '../../lib/domain/job-view.ts';
import { paths } from '../../lib/routes.ts';
import { useNow } from '../../lib/use-now.ts';
import classes from './gateway-cells.module.css';
import type { ListColumn } from './gateway-list-view.ts';
import { GatewayMenu } from './gateway-menu.tsx';
import { useNeeded } from './use-needed.ts';

type GatewayColumn = DataColumn<Gateway> & { id: ListColumn };

/** Which box, is it well, what runs; sorted and filtered by `gateway-list-view.ts`, which knows what is urgent. */
export const gatewayColumns = (jobs: readonly Job[]): readonly GatewayColumn[] => [
  {
    id: 'name',
    label: 'Name',
    fixed: true,
    isStale,
    value: gatewayName,
    cell: (gateway) => (
      <span className={classes.name}>
        <Link href={paths.gateway(gateway.id)} tabIndex={-1}>
          {gatewayName(gateway)}
        </Link>
        {gateway.origin === 'site' ? <span className={classes.sub}>local site</span> : null}
      </span>
    ),
  },
  {
    id: 'status',
    label: 'Status',
    fixed: true,
    value: (gateway) => gateway.connection.state,
    cell: (gateway) => <Status gateway={gateway} job={runningJob(jobs, gateway.id)} />,
    width: 190,
  },
  {
    id: 'address',
    label: 'Address',
    isStale,
    value: (gateway) => placeText(gateway),
    width: 170,
  },
  { id: 'revision', label: 'Revision', isStale, value: (gateway) => gateway.identity?.revision, width: 102 },
  { id: 'firmware', label: 'Firmware', isStale, value: (gateway) => gateway.identity?.firmware, width: 96 },
  {
    id: 'seen',
    label: 'Last seen',
    isStale,
    value: ({ connection }) => connection.lastSeenAt,
    cell: ({ connection: { lastSeenAt } }) => (lastSeenAt === null ? 'never' : <TimeText at={lastSeenAt} />),
    width: 122,
  },
];

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

/** The next step when the gateway needs one, and what else can be done. */
export function GatewayActions({ gateway }: { gateway: Gateway }) {
  const needed = useNeeded(gateway);
  return (
    <>
      {needed ? (
        <Button variant="default" onClick={needed.act} aria-label={`${needed.word} ${gatewayName(gateway)}`}>
          {needed.word}
        </Button>
      ) : null}
      <GatewayMenu gateway={gateway} />
    </>
  );
}
