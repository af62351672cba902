import { Button, Group, Modal, Skeleton, Stack } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import type { Inspection, Snapshot } from '#shared/gateway-api/extensions.ts';
import { CopyText } from '../../../components/copy-text.tsx';
import { Facts } from '../../../components/facts.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { Mark } from '../../../components/mark.tsx';
import { Notice } from '../../../components/notice.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { hasExtension } from '../../../lib/domain/gateway-tabs.ts';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { useInspect } from '../../../lib/gateway-calls/use-inspect.ts';
import classes from './compare-dialog.module.css';
import { comparisonRows, comparisonSummary, type PartRow, whyBroken } from './comparison-view.ts';
import { originWord } from './snapshot-list-view.ts';
import { SnapshotMark } from './snapshot-mark.tsx';
import { useWhyNotRestored } from './use-why-not-restored.ts';

interface CompareDialogProps {
  gateway: Gateway;
  snapshot: Snapshot;
  onRestore(): void;
  onClose(): void;
}

/** One snapshot: what it is, and what a restore of it would change on the gateway as it is now. */
export function CompareDialog({ gateway, snapshot, onRestore, onClose }: CompareDialogProps) {
  const inspects = hasExtension(gateway, 'inspect');
  const query = useInspect(gateway, inspects ? { snapshot: snapshot.name } : null);
  const notRestored = useWhyNotRestored(gateway, snapshot) ?? (query.data ? whyBroken(query.data) : null);
  const name = gatewayName(gateway);
  return (
    <Modal
      opened
      onClose={onClose}
      size={720}
      title={`Snapshot against ${name} as it is now`}
      styles={{ title: { fontWeight: 600, fontSize: 16 } }}
    >
      <Stack gap="md">
        <Facts columns={3} facts={snapshotFacts(snapshot)} />
        {inspects ? (
          <LiveView
            gateway={gateway}
            query={query}
            failed="The snapshot could not be compared"
            loading={<Skeleton h={220} />}
          >
            {(inspection) => <Comparison inspection={inspection} />}
          </LiveView>
        ) : (
          <Notice mark="idle" title="This gateway does not compare">
            It restores a snapshot, but does not tell beforehand what would change.
          </Notice>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            Close
          </Button>
          <ReasonButton reason={notRestored} onClick={onRestore}>
            Restore {name}…
          </ReasonButton>
        </Group>
      </Stack>
    </Modal>
  );
}

const snapshotFacts = (snapshot: Snapshot) => [
  { label: 'Taken', value: <TimeText at={Date.parse(snapshot.createdAt)} /> },
  { label: 'Why', value: originWord(snapshot.origin) },
  { label: 'Checked', value: <SnapshotMark verified={snapshot.verified} /> },
  ...(snapshot.label ? [{ label: 'Label', value: snapshot.label }] : []),
  { label: 'Revision', value: snapshot.revision },
  { label: 'Size', value: formatBytes(snapshot.bytes) },
  { label: 'SHA-256', value: <CopyText text={snapshot.sha256} what="SHA-256" /> },
];

function Comparison({ inspection }: { inspection: Inspection }) {
  const summary = comparisonSummary(inspection);
  const rows = comparisonRows(inspection.parts ?? []);
  return (
    <Stack gap="sm">
      <Notice mark={summary.mark} title={summary.text} role="status" />
      {rows.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard
        <section className={classes.scroll} tabIndex={0} aria-label="What would change">
          <ul className={classes.parts}>
            {rows.map((row) => (
              <Part key={row.part} row={row} />
            ))}
          </ul>
        </section>
      ) : null}
    </Stack>
  );
}

function Part({ row }: { row: PartRow }) {
  return (
    <li className={classes.part}>
      <Mark kind={row.same ? 'good' : 'warning'} size={16} />
      <span className={classes.title}>{row.title}</span>
      <span className={classes.effect}>{row.effect}</span>
      <span className={classes.counts}>{row.counts}</span>
      {row.names.length > 0 ? (
        <dl className={classes.names}>
          {row.names.map(({ what, names }) => (
            <div key={what} className={classes.line}>
              <dt>{what}</dt>
              <dd>{names.join(', ')}</dd>
            </div>
          ))}
          {row.more > 0 ? (
            <div className={classes.line}>
              <dt>Not listed</dt>
              <dd>{row.more} more</dd>
            </div>
          ) : null}
        </dl>
      ) : null}
    </li>
  );
}
