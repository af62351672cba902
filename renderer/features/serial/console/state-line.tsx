import { ActionIcon, Button, Text, Tooltip } from '@mantine/core';
import { IconPlugConnected, IconSettings, IconTrash } from '@tabler/icons-react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import { Mark } from '../../../components/mark.tsx';
import { tellFailure } from '../../../components/notify.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { useNow } from '../../../lib/use-now.ts';
import { PortFailure } from '../ports/port-failure.tsx';
import { useKept } from '../use-kept.ts';
import { cutWords, stateLine, stateMarks, tellsMore } from './console-view.ts';
import { ControlLines } from './control-lines.tsx';
import classes from './state-line.module.css';

/** How the port is, what went through it, its control lines, and the buttons that open and close it. */
export function StateLine(props: { entry: SerialConsole; onSettings(): void; onRemove(): void }) {
  const { entry, onSettings, onRemove } = props;
  const now = useNow(1_000);
  const reopen = useAct('serial.reopen');
  const close = useAct('serial.close');
  const retry = () => void reopen.run({ id: entry.id }).then(tellFailure('The port was not opened'));
  return (
    <>
      <div className={classes.line}>
        <span className={classes.state} role="status">
          <Mark kind={stateMarks[entry.state]} size={18} />
          {stateLine(entry, now)}
        </span>
        <Counters entry={entry} />
        <div className={classes.controls}>
          <ControlLines entry={entry} />
          {entry.state === 'open' || entry.state === 'opening' ? (
            <Button
              variant="default"
              px="sm"
              loading={close.running}
              onClick={() => void close.run({ id: entry.id }).then(tellFailure('The port is still open'))}
            >
              Close
            </Button>
          ) : (
            <Button
              loading={reopen.running}
              leftSection={<IconPlugConnected size={17} aria-hidden />}
              onClick={retry}
            >
              {entry.state === 'waiting' ? 'Try now' : 'Open'}
            </Button>
          )}
          <Tooltip label="Rate, frame, newline, name">
            <ActionIcon variant="default" aria-label="Settings of this console" onClick={onSettings}>
              <IconSettings size={19} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Remove this console">
            <ActionIcon variant="default" aria-label="Remove this console" onClick={onRemove}>
              <IconTrash size={19} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
      {tellsMore(entry) && entry.failure ? (
        <PortFailure title="The port cannot be used now" failure={entry.failure} onRetry={retry} />
      ) : null}
    </>
  );
}

function Counters({ entry }: { entry: SerialConsole }) {
  const kept = useKept(entry.id, entry);
  const cut = cutWords(kept.cutBefore);
  return (
    <span className={classes.counters}>
      <span title="Received">RX {formatBytes(kept.total)}</span>
      <span title="Sent">TX {formatBytes(kept.sent)}</span>
      {cut ? (
        <Tooltip label="The workbench keeps the newest bytes of a console. A log file keeps all of them.">
          <Text span inherit c="var(--gw-warn)">
            {cut}
          </Text>
        </Tooltip>
      ) : null}
    </span>
  );
}
