import { List, Progress, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Snapshot } from '#shared/gateway-api/extensions.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { count } from '../../../lib/format/words.ts';
import { useAskAgain, useGatewayAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { deleteLines } from './snapshot-list-view.ts';

interface DeleteSnapshotsDialogProps {
  gateway: Gateway;
  going: readonly Snapshot[];
  all: readonly Snapshot[];
  /** Names that are deleted by now. */
  onGone(names: readonly string[]): void;
  onClose(): void;
}

/** Asks once; many are deleted one after the other, and what is gone when one fails stays gone. */
export function DeleteSnapshotsDialog(props: DeleteSnapshotsDialogProps) {
  const { gateway, onGone, onClose } = props;
  const remove = useGatewayAct(gateway, 'snapshotDelete');
  const askAgain = useAskAgain(gateway.id);
  // The list behind the dialog shrinks while it works: what was asked about stays as it was.
  const [going] = useState(props.going);
  const [lines] = useState(() => deleteLines(props.going, props.all));
  const [gone, setGone] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const closed = useRef(false);
  useEffect(
    () => () => {
      closed.current = true;
    },
    [],
  );
  const left = going.filter(({ name }) => !gone.includes(name));
  const one = going.length === 1 ? going[0] : undefined;

  const submit = async () => {
    setBusy(true);
    const done = [...gone];
    for (const { name } of left) {
      if (closed.current) break;
      const result = await remove.run({ params: { name } });
      if (!result.ok) break;
      done.push(name);
      setGone([...done]);
    }
    setBusy(false);
    askAgain(['snapshots']);
    onGone(done);
    if (done.length === going.length) onClose();
  };

  return (
    <FormDialog
      title={one ? `Delete this snapshot of ${gatewayName(gateway)}?` : `Delete ${going.length} snapshots?`}
      submit={one ? 'Delete it' : `Delete ${count(left.length, 'snapshot')}`}
      color="red"
      submitting={busy}
      canSubmit={remove.whyNot === null}
      failure={
        remove.failure
          ? { title: `${count(left.length, 'snapshot')} not deleted`, failure: remove.failure }
          : null
      }
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {one ? (
        <Text className="gw-mono" style={{ overflowWrap: 'anywhere' }}>
          {one.name}
        </Text>
      ) : null}
      <List spacing="xs" size="md">
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      {busy && !one ? (
        <Progress
          value={(gone.length / going.length) * 100}
          aria-label={`${gone.length} of ${going.length} deleted`}
          transitionDuration={100}
        />
      ) : null}
    </FormDialog>
  );
}
