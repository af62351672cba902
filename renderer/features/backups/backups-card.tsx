import { IconArchive } from '@tabler/icons-react';
import type { Backup } from '#shared/bridge/backups.ts';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import { CallView } from '../../components/call-view.tsx';
import { Card } from '../../components/card.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { Empty } from '../../components/empty.tsx';
import { Mark } from '../../components/mark.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useCall } from '../../lib/bridge/use-call.ts';
import { gatewayName } from '../../lib/domain/gateway-view.ts';
import { BackupActions } from './backup-actions.tsx';
import classes from './backups-card.module.css';

/** Backups of this gateway that the workbench downloaded and checked; each can be restored from here. */
export function BackupsCard({ gateway }: { gateway: Gateway }) {
  const query = useCall('backups.list', { gatewayId: gateway.id });
  return (
    <Card title={`Backups of ${gatewayName(gateway)}`}>
      <CallView
        query={query}
        failed="The backups could not be read"
        loading={<RowsSkeleton rows={2} height={40} />}
      >
        {(backups) =>
          backups.length === 0 ? (
            <Empty icon={IconArchive} title="No backups yet" compact>
              A backup holds the whole configuration of the gateway. It is checked after the download and can
              be restored from here.
            </Empty>
          ) : (
            <BackupTable gateway={gateway} backups={backups} />
          )
        }
      </CallView>
    </Card>
  );
}

function BackupTable({ gateway, backups }: { gateway: Gateway; backups: readonly Backup[] }) {
  const newestFirst = [...backups].sort((a, b) => b.createdAt - a.createdAt);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard
    <section className={classes.frame} tabIndex={0} aria-label="List of backups">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Taken</th>
            <th scope="col">Checked</th>
            <th scope="col">Revision</th>
            <th scope="col" className="gw-number">
              Size
            </th>
            <th scope="col">SHA-256</th>
            <th scope="col">Where</th>
            <th scope="col">
              <span className={classes.hiddenWord}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {newestFirst.map((backup) => (
            <tr key={backup.id} data-stale={backup.missing || undefined}>
              <td>
                <TimeText at={backup.createdAt} />
              </td>
              <td>
                <span className={classes.mark}>
                  <Mark kind={backup.missing ? 'bad' : 'good'} size={16} />
                  {backup.missing ? 'file missing' : 'verified'}
                </span>
              </td>
              <td>{backup.revision}</td>
              <td className="gw-number">{formatBytes(backup.bytes)}</td>
              <td>
                <CopyText text={backup.sha256} what="SHA-256" start={6} end={4} />
              </td>
              <td className={classes.where} title={`${backup.folder}/${backup.fileName}`}>
                {backup.folder}
              </td>
              <td className={classes.actions}>
                <BackupActions gateway={gateway} backup={backup} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
